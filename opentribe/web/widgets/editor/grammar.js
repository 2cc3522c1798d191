// Markdown as the server reads it (opentribe/kit/text): the same rules, so that both see the same document.
import MarkdownIt from "markdown-it";

const LONGEST_ADDRESS = 2000;
const LINK = /^(?:https?:|mailto:|[/#])/i;
const IMAGE = /^(?:https?:\/\/[^/\\]|\/files(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$)/i;
const ADDRESS = /^:\/\/(?:[\p{L}\p{N}]|\[)[^\s<>"`|\\]{0,1900}/u;
const SCHEME = /(?<![\w.+#@-])https?$/i;
const CLOSERS = { ")": "(", "]": "[", "}": "{" };
const TRAILING = new Set(".,;:!?'’”»…*_~");
const CHECKBOX = /^\[([ xX])\][ \t]+(?=\S)/;

export function isLink(address) {
  return address.length <= LONGEST_ADDRESS && LINK.test(address);
}

export function isImageSource(address) {
  return IMAGE.test(address);
}

/** The bare address whose `://` stands at `colon`, as [start, end]; undefined when there is none. */
export function addressAt(text, colon) {
  const scheme = SCHEME.exec(text.slice(Math.max(0, colon - 6), colon));
  const found = scheme && ADDRESS.exec(text.slice(colon));
  if (!found) return undefined;
  return [colon - scheme[0].length, colon + withoutTrailing(found[0]).length];
}

/** Punctuation at the end belongs to the sentence, a bracket too unless the address opened it. */
function withoutTrailing(address) {
  const count = (char) => address.split(char).length - 1;
  const open = Object.fromEntries(Object.entries(CLOSERS).map(([closer, opener]) => [closer, count(opener) - count(closer)]));
  let end = address.length;
  while (end > 4) {
    const last = address[end - 1];
    if (open[last] < 0) open[last] += 1;
    else if (!TRAILING.has(last)) break;
    end -= 1;
  }
  return address.slice(0, end);
}

function bareAddress(state, silent) {
  if (state.linkLevel > 0 || !state.src.startsWith("://", state.pos)) return false;
  const place = addressAt(state.src.slice(0, state.posMax), state.pos);
  if (!place) return false;
  if (!silent) {
    const address = state.src.slice(...place);
    state.pending = state.pending.slice(0, place[0] - state.pos);
    state.push("link_open", "a", 1).attrs = [["href", address]];
    state.push("text", "", 0).content = address;
    state.push("link_close", "a", -1);
  }
  state.pos = place[1];
  return true;
}

/** List items that begin with [ ] or [x]: the mark leaves the text and becomes `meta.checked` of the item. */
function taskItems(state) {
  state.tokens.forEach((token, index) => {
    const item = state.tokens[index - 2];
    if (token.type !== "inline" || item?.type !== "list_item_open" || state.tokens[index - 1].type !== "paragraph_open") return;
    const mark = CHECKBOX.exec(token.content);
    const first = token.children[0];
    if (!mark || first?.type !== "text" || !first.content.startsWith(mark[0])) return;
    first.content = first.content.slice(mark[0].length);
    item.meta = { checked: mark[1] !== " " };
  });
}

export function tokenizer() {
  const markdown = new MarkdownIt("commonmark", { html: false, breaks: true }).enable(["table", "strikethrough"]);
  markdown.validateLink = isLink;
  // Addresses stay as they were written; the server encodes what needs it when it renders.
  markdown.normalizeLink = (address) => address;
  markdown.normalizeLinkText = (address) => address;
  markdown.inline.ruler.before("escape", "bare_address", bareAddress);
  markdown.core.ruler.push("task_items", taskItems);
  return markdown;
}
