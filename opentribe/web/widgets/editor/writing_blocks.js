// Blocks to Markdown, as a careful author would write them.
import { leavesOf } from "./leaves.js";
import { writeInline } from "./inline.js";

const LONGEST_NUMBER = 999_999_999;

/** One block; `list` is the marker that a list has to use, so that it does not grow into the one before it. */
export function writeBlock(node, mode, list) {
  switch (node.type.name) {
    case "heading":
      return writeHeading(node, mode);
    case "blockquote":
      return prefixed(writeBlocks(node, mode), "> ", "> ");
    case "bulletList":
      return writeBullets(node, mode, list === "-" ? "*" : "-");
    case "orderedList":
      return writeList(node, mode, (index) => `${Math.min(node.attrs.start + index, LONGEST_NUMBER)}${list === "." ? ")" : "."} `);
    case "codeBlock":
      return writeCode(node);
    case "horizontalRule":
      return mode.isInList ? "___" : "---";
    case "table":
      return writeTable(node, mode);
    case "verbatim":
      return node.textContent;
    default:
      return writeInline(leavesOf(node), mode);
  }
}

/** The marker that a list ended with, "" for other blocks: `written` is its Markdown. */
export function markerOf(node, written) {
  if (node.type.name === "bulletList") return written[0];
  return node.type.name === "orderedList" ? /^\d+([.)])/.exec(written)?.[1] ?? "" : "";
}

export function isEmptyParagraph(node) {
  return node.type.name === "paragraph" && leavesOf(node).length === 0;
}

/** The blocks within a container, tight where it is a tight list's item. */
function writeBlocks(container, mode, isTight = false) {
  let out = "";
  let last = null;
  let marker = "";
  container.forEach((node) => {
    if (isEmptyParagraph(node)) return;
    const written = writeBlock(node, mode, marker);
    if (last) out += isTight && mayTouch(last, node) ? "\n" : "\n\n";
    out += written;
    last = node;
    marker = markerOf(node, written);
  });
  return out;
}

/** Whether a block ends the paragraph before it without a blank line between them. */
function mayTouch(last, node) {
  if (last.type.name !== "paragraph") return false;
  if (node.type.name === "codeBlock") return true;
  if (!/List$/.test(node.type.name) || (node.attrs.start ?? 1) !== 1) return false;
  const first = node.firstChild.firstChild;
  return first.type.name === "paragraph" && !isEmptyParagraph(first);
}

function writeHeading(node, mode) {
  const text = writeInline(leavesOf(node), mode);
  return `${"#".repeat(node.attrs.level)} ${text.replace(/(?<!\\)#(?=#*\s*$)/, "\\#")}`.trimEnd();
}

/** Lists of nothing in each other would be a line across the page: `- - -`. */
function writeBullets(node, mode, sign) {
  const written = writeList(node, mode, () => `${sign} `);
  return /^(?:(?:- *){3,}|(?:\* *){3,})$/m.test(written) ? writeList(node, mode, () => "+ ") : written;
}

function writeList(node, mode, marker) {
  const items = [];
  node.forEach((item, _offset, index) => {
    const sign = marker(index);
    const content = writeBlocks(item, { ...mode, isInList: true }, node.attrs.tight);
    items.push(prefixed(checkbox(item) + content, sign, " ".repeat(sign.length)));
  });
  return items.join(node.attrs.tight ? "\n" : "\n\n");
}

/** A box needs a paragraph to stand before, and a paragraph of nothing needs something to be one. */
function checkbox(item) {
  const isText = item.firstChild.type.name === "paragraph";
  if (item.attrs.checked === null || !isText) return "";
  const rest = isEmptyParagraph(item.firstChild) ? `&#32;${item.childCount > 1 ? "\n\n" : ""}` : "";
  return `[${item.attrs.checked ? "x" : " "}] ${rest}`;
}

/** Spaces that end a line of code stay; a line of nothing but spaces is an empty one. */
function prefixed(text, first, rest) {
  const line = (sign, words) => (/[^ \t]/.test(words) ? sign + words : sign.trimEnd());
  return text.split("\n").map((words, index) => line(index ? rest : first, words)).join("\n");
}

function writeCode(node) {
  const text = node.textContent;
  const info = (node.attrs.language ?? "").replace(/\n/g, " ");
  const sign = info.includes("`") ? "~" : "`";
  const longest = Math.max(2, ...(text.match(sign === "~" ? /~+/g : /`+/g) ?? []).map((run) => run.length));
  const fence = sign.repeat(longest + 1);
  return `${fence}${info}\n${text}${text ? "\n" : ""}${fence}`;
}

function writeTable(table, mode) {
  const rows = [];
  table.forEach((row) => {
    const cells = [];
    row.forEach((cell) => cells.push(writeInline(leavesOf(cell), mode).replace(/\|/g, "\\|")));
    rows.push(cells);
  });
  const width = Math.max(...rows.map((cells) => cells.length));
  const line = (cells) => `| ${Array.from({ length: width }, (_, index) => cells[index] ?? "").join(" | ")} |`;
  const ruler = Array.from({ length: width }, (_, index) => {
    const align = table.firstChild.maybeChild(index)?.attrs.align;
    return { left: ":--", center: ":-:", right: "--:" }[align] ?? "---";
  });
  return [line(rows[0]), line(ruler), ...rows.slice(1).map(line)].join("\n");
}
