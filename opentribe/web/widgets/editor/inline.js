// Leaves to Markdown. The plain way escapes what needs it; the strict way everything, for what the plain way cannot say.
import { addressAt, isImageSource } from "./grammar.js";

const DELIMITERS = { bold: "**", italic: "*", strike: "~~" };
const PUNCTUATION = /[!-/:-@[-`{-~]/g;
const LINE_STARTS = [
  /^()#{1,6}(?=\s|$)/,
  /^()[-+*](?=\s|$)/,
  /^()>/,
  /^(\d{1,9})[.)](?=\s|$)/,
  /^()(?:=+|-+)\s*$/,
  /^()(?:[-_*]\s*){3,}$/,
  /^()[:|\-][\s:|-]*$/,
  /^()\[[^\]]*\]:/,
  /^()\[[ xX]\](?=\s)/,
];

/** The leaves of one block; `mode` is `{ isStrict, brackets }`, where brackets are escaped in any case. */
export function writeInline(leaves, mode) {
  const brackets = mode.brackets || /\][[(:]/.test(leaves.map((leaf) => (leaf.kind === "text" ? leaf.text : "]")).join(""));
  let out = "";
  let active = [];
  leaves.forEach((leaf, index) => {
    const keep = active.findIndex((mark) => !leaf.marks.includes(mark));
    if (keep >= 0) {
      out += active.slice(keep).reverse().map((mark) => closing(mark, mode)).join("");
      active = active.slice(0, keep);
    }
    const bare = bareAddress(leaves, index, mode);
    const missing = leaf.marks.filter((mark) => !active.includes(mark) && mark !== bare);
    missing.sort((a, b) => reach(leaves, index, b) - reach(leaves, index, a) || isTarget(b) - isTarget(a));
    if (missing.some(isTarget) && out.endsWith("!")) out = `${out.slice(0, -1)}\\!`;
    out += missing.map((mark) => opening(mark, mode)).join("");
    active = [...active, ...missing];
    out += bare ? leaf.text : written(leaves, index, { ...mode, brackets, isLinked: leaf.marks.some(isTarget) });
  });
  return out + active.reverse().map((mark) => closing(mark, mode)).join("");
}

function isTarget(mark) {
  return mark.startsWith("[");
}

/** How many leaves from here on wear the mark: the widest one is opened first. */
function reach(leaves, index, mark) {
  let end = index;
  while (leaves[end]?.marks.includes(mark)) end += 1;
  return end;
}

/** The link that needs no brackets, since its text is the address and the server links it by itself. */
function bareAddress(leaves, index, { isStrict }) {
  const leaf = leaves[index];
  if (isStrict || leaf.kind !== "text") return undefined;
  const place = addressAt(leaf.text, leaf.text.indexOf(":"));
  if (place?.[0] !== 0 || place[1] !== leaf.text.length) return undefined;
  const link = JSON.stringify([leaf.text, null]);
  const isAlone = !leaves[index - 1]?.marks.includes(link) && !leaves[index + 1]?.marks.includes(link);
  return leaf.marks.includes(link) && isAlone ? link : undefined;
}

function delimiter(mark, { isStrict }) {
  return isStrict && mark === "italic" ? "_" : DELIMITERS[mark];
}

function opening(mark, mode) {
  return isTarget(mark) ? "[" : delimiter(mark, mode);
}

function closing(mark, mode) {
  if (!isTarget(mark)) return delimiter(mark, mode);
  const [href, title] = JSON.parse(mark);
  return `](${destination(href, title)})`;
}

function destination(href, title) {
  const safe = href.replace(/[\r\n]/g, "%0A").replace(/[\\<>`]|&(?=#|\w+;)/g, "\\$&");
  const address = !href || /[\s()]/.test(href) ? `<${safe}>` : safe;
  return title ? `${address} "${title.replace(/\s*\n\s*/g, " ").replace(/["\\`]|&(?=#|\w+;)/g, "\\$&")}"` : address;
}

function written(leaves, index, mode) {
  const leaf = leaves[index];
  if (leaf.kind === "code") return codeSpan(leaf.text);
  if (leaf.kind === "image") return image(leaf.attrs);
  if (leaf.kind === "break") {
    const isLone = !index || leaves[index - 1].kind === "break";
    return isLone ? "\\\n" : "\n";
  }
  const startsLine = !index || leaves[index - 1].kind === "break";
  const endsLine = index === leaves.length - 1 || leaves[index + 1].kind === "break";
  let text = mode.isStrict ? strictText(leaves, index) : plainText(leaf.text, mode, startsLine);
  if (startsLine) text = text.replace(/^\s/, entity);
  return endsLine ? text.replace(/\s$/, entity) : text;
}

function codeSpan(text) {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const ticks = "`".repeat(longest === 1 ? 2 : longest ? longest + 1 : 1);
  const isPadded = /^`|`$/.test(text) || (/^ .* $/.test(text) && text.trim());
  return isPadded ? `${ticks} ${text} ${ticks}` : ticks + text + ticks;
}

function image({ src, alt, title }) {
  return isImageSource(src) || src ? `![${alt.replace(/\s*\n\s*/g, " ").replace(PUNCTUATION, "\\$&")}](${destination(src, title)})` : "";
}

function plainText(text, { brackets, isLinked }, startsLine) {
  const escaped = [];
  for (let at = 0; at < text.length; at += 1) {
    const [before, char, after] = [text[at - 1] ?? "", text[at], text[at + 1] ?? ""];
    const isEscaped =
      (char === "\\" && (!after || after.match(PUNCTUATION))) ||
      char === "`" ||
      (char === "*" && !(/\s/.test(before) && /\s/.test(after))) ||
      (char === "_" && !(/[\p{L}\p{N}]/u.test(before) && /[\p{L}\p{N}]/u.test(after))) ||
      (char === "~" && (after === "~" || before === "~")) ||
      ((char === "[" || char === "]") && (brackets || isLinked)) ||
      (char === "<" && /[A-Za-z/!?]/.test(after)) ||
      (char === "&" && /^&(?:#\d+|#[xX][\da-fA-F]+|\w+);/.test(text.slice(at))) ||
      (char === ":" && text.startsWith("://", at) && !isLinked && addressAt(text, at));
    escaped.push(isEscaped ? `\\${char}` : char);
  }
  const out = escaped.join("");
  return startsLine ? LINE_STARTS.reduce((line, pattern) => line.replace(pattern, (all, kept) => `${kept}\\${all.slice(kept.length)}`), out) : out;
}

/** All punctuation is escaped, and what touches a delimiter is an entity: punctuation on both its sides. */
function strictText(leaves, index) {
  const { text } = leaves[index];
  const chars = Array.from(text);
  const touches = (other) => leaves[index + other] && leaves[index + other].kind !== "break";
  return chars
    .map((char, at) => {
      const isEdge = (at === 0 && touches(-1)) || (at === chars.length - 1 && touches(1));
      const isInWord = /[@#_-]/.test(char) && /[\p{L}\d]/u.test(chars[at + 1] ?? "") && (/[@#]/.test(char) || /[\p{L}\d]/u.test(chars[at - 1] ?? ""));
      if (isInWord && !isEdge) return char; // mentions and tags are found by their signs
      return isEdge ? entity(char) : char.replace(PUNCTUATION, "\\$&");
    })
    .join("");
}

function entity(char) {
  return `&#${char.codePointAt(0)};`;
}
