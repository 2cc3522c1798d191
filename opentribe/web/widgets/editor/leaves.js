// A text block's content as a row of leaves in the one form that Markdown can say: what is compared, and written.
import { isLink } from "./grammar.js";

const DELIMITED = new Set(["bold", "italic", "strike"]);

/** Leaves are `{ kind: text | code | image | break, text?, attrs?, marks }`; marks are strings that name mark and target. */
export function leavesOf(block) {
  const leaves = [];
  block.forEach((node) => leaves.push(leafOf(node)));
  return joined(trimmed(expelled(shareBreaks(leaves))));
}

function leafOf(node) {
  const marks = node.marks.filter((mark) => mark.type.name !== "code" && isWritable(mark)).map(nameOf);
  if (node.type.name === "hardBreak") return { kind: "break", marks };
  if (node.type.name === "image") {
    const { src, alt, title } = node.attrs;
    return { kind: "image", attrs: { src: src ?? "", alt: alt ?? "", title: title || null }, marks };
  }
  const isCode = node.marks.some((mark) => mark.type.name === "code");
  return { kind: isCode ? "code" : "text", text: node.text.replace(/[\r\n]+/g, " "), marks };
}

function isWritable(mark) {
  return mark.type.name !== "link" || isLink(mark.attrs.href ?? "");
}

function nameOf(mark) {
  return mark.type.name === "link" ? JSON.stringify([mark.attrs.href, mark.attrs.title || null]) : mark.type.name;
}

/**
 * A break wears the emphasis that both its neighbours wear, so that none begins or ends at it. Where some ends before it, it
 * wears none: what goes on might have to be closed and opened again between the two, and nothing opens before a break.
 */
function shareBreaks(leaves) {
  return leaves.map((leaf, index) => {
    if (leaf.kind !== "break") return leaf;
    const before = leaves.slice(0, index).findLast((other) => other.kind !== "break")?.marks ?? [];
    const after = leaves.slice(index).find((other) => other.kind !== "break")?.marks ?? [];
    const doesSomeEnd = before.some((mark) => DELIMITED.has(mark) && !after.includes(mark));
    const isShared = (mark) => (DELIMITED.has(mark) ? !doesSomeEnd : leaf.marks.includes(mark));
    return { ...leaf, marks: before.filter((mark) => after.includes(mark) && isShared(mark)) };
  });
}

/** Emphasis cannot begin or end with white space: the space moves out of it. */
function expelled(leaves) {
  let current = leaves.flatMap(splitAtEdges);
  for (const mark of DELIMITED) {
    current = current.map((leaf, index) => {
      if (!leaf.marks.includes(mark) || !isBlank(leaf)) return leaf;
      const isInside = (step) => {
        for (let at = index + step; current[at]?.marks.includes(mark); at += step) if (!isBlank(current[at])) return true;
        return false;
      };
      return isInside(1) && isInside(-1) ? leaf : { ...leaf, marks: leaf.marks.filter((other) => other !== mark) };
    });
  }
  return current;
}

function isBlank(leaf) {
  return leaf.kind === "break" || (leaf.kind === "text" && !leaf.text.trim());
}

function splitAtEdges(leaf) {
  if (leaf.kind !== "text" || !leaf.marks.some((mark) => DELIMITED.has(mark))) return [leaf];
  return leaf.text.split(/^(\s+)|(\s+)$/).filter(Boolean).map((text) => ({ ...leaf, text }));
}

/** No spaces at the ends of lines, no breaks at the end of the block. */
function trimmed(leaves) {
  const merged = joined(leaves);
  const cut = merged.map((leaf, index) => {
    if (leaf.kind !== "text") return leaf;
    let { text } = leaf;
    if (!index || merged[index - 1].kind === "break") text = text.replace(/^[ \t]+/, "");
    if (index === merged.length - 1 || merged[index + 1].kind === "break") text = text.replace(/[ \t]+$/, "");
    return { ...leaf, text };
  });
  const kept = cut.filter((leaf) => leaf.kind !== "text" || leaf.text);
  while (kept.at(-1)?.kind === "break") kept.pop();
  return kept.length === cut.length ? kept : trimmed(kept);
}

function joined(leaves) {
  const out = [];
  for (const leaf of leaves) {
    const last = out.at(-1);
    const sorted = { ...leaf, marks: [...leaf.marks].sort() };
    const isSame = last && leaf.text !== undefined && last.kind === leaf.kind && String(last.marks) === String(sorted.marks);
    if (isSame) last.text += leaf.text;
    else out.push(sorted);
  }
  return out;
}
