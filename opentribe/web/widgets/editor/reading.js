// Markdown's tokens to the editor's nodes, block by block, each with the lines it came from.

const CONTAINERS = {
  paragraph: "paragraph",
  heading: "heading",
  blockquote: "blockquote",
  bullet_list: "bulletList",
  ordered_list: "orderedList",
  list_item: "listItem",
  table: "table",
  tr: "tableRow",
  th: "tableHeader",
  td: "tableCell",
};
const MARKS = { em: "italic", strong: "bold", s: "strike", link: "link" };

/** A node cannot be made of these tokens; the source is kept as it is. */
export class Unreadable extends Error {}

/** The top-level blocks as `{ node, first, end, type }`, in lines of the source. */
export function readBlocks(schema, tokens) {
  const blocks = [];
  let start = 0;
  tokens.forEach((token, index) => {
    if (token.level !== 0 || token.nesting > 0) return;
    const opening = tokens[start];
    blocks.push({ node: readOrNull(schema, tokens.slice(start, index + 1)), first: opening.map[0], end: opening.map[1], type: opening.type });
    start = index + 1;
  });
  return blocks;
}

function readOrNull(schema, tokens) {
  try {
    return read(schema, tokens);
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

function read(schema, tokens) {
  const root = { content: [] };
  const open = [root];
  tokens.forEach((token, index) => {
    const top = open[open.length - 1];
    const kind = CONTAINERS[token.type.replace(/_(open|close)$/, "")];
    if (token.type === "inline") top.content.push(...readInline(schema, token.children));
    else if (token.type === "fence" || token.type === "code_block") top.content.push(codeBlock(schema, token));
    else if (token.type === "hr") top.content.push(schema.nodes.horizontalRule.create());
    else if (/^t(head|body)_/.test(token.type)) return;
    else if (!kind) throw new Unreadable(token.type);
    else if (token.nesting > 0) open.push({ type: schema.nodes[kind], attrs: attributes(token, tokens, index), content: [] });
    else {
      const { type, attrs, content } = open.pop();
      const node = type.createAndFill(attrs, content);
      if (!node) throw new Unreadable(type.name);
      open[open.length - 1].content.push(node);
    }
  });
  return root.content[0];
}

function attributes(token, tokens, index) {
  switch (token.type) {
    case "heading_open":
      return { level: Number(token.tag.slice(1)) };
    case "ordered_list_open":
      return { start: Number(token.attrGet("start") ?? 1), tight: isTight(tokens, index) };
    case "bullet_list_open":
      return { tight: isTight(tokens, index) };
    case "list_item_open":
      return { checked: token.meta?.checked ?? null };
    case "th_open":
    case "td_open":
      return { align: token.attrGet("style")?.replace("text-align:", "") ?? null };
    default:
      return null;
  }
}

function isTight(tokens, index) {
  const level = tokens[index].level + 2;
  for (let next = index + 1; tokens[next].level > tokens[index].level; next += 1) {
    if (tokens[next].type === "paragraph_open" && tokens[next].level === level) return tokens[next].hidden;
  }
  return true;
}

function codeBlock(schema, token) {
  const text = token.content.replace(/\n$/, "");
  return schema.nodes.codeBlock.create({ language: token.info.trim() || null }, text ? schema.text(text) : null);
}

function readInline(schema, children) {
  const nodes = [];
  let marks = [];
  for (const token of children) {
    const mark = MARKS[token.type.replace(/_(open|close)$/, "")];
    if (mark && token.nesting > 0) marks = [...marks, schema.marks[mark].create(markAttributes(token))];
    else if (mark) marks = marks.slice(0, -1);
    else if (token.type === "text") token.content && nodes.push(schema.text(token.content, unique(marks)));
    else if (token.type === "code_inline") nodes.push(schema.text(token.content, unique([...marks, schema.marks.code.create()])));
    else if (token.type === "softbreak" || token.type === "hardbreak") nodes.push(schema.nodes.hardBreak.create(null, null, unique(marks)));
    else if (token.type === "image") nodes.push(image(schema, token, unique(marks)));
    else throw new Unreadable(token.type);
  }
  return nodes;
}

function markAttributes(token) {
  return token.type === "link_open" ? { href: token.attrGet("href"), title: token.attrGet("title") } : null;
}

/** Emphasis within emphasis is emphasis once. */
function unique(marks) {
  return marks.reduce((set, mark) => mark.addToSet(set), []);
}

function image(schema, token, marks) {
  const attrs = { src: token.attrGet("src"), alt: plain(token.children), title: token.attrGet("title") };
  return schema.nodes.image.create(attrs, null, marks);
}

function plain(children) {
  return children.map((token) => (token.type === "image" ? plain(token.children) : /break$/.test(token.type) ? " " : token.content)).join("");
}
