// Between the editor's document and Markdown: what nobody touched stays as it was written, to the letter.
import { tokenizer } from "./grammar.js";
import { leavesOf } from "./leaves.js";
import { readBlocks } from "./reading.js";
import { isEmptyParagraph, markerOf, writeBlock } from "./writing_blocks.js";

const LOOSE = "\n\n.";

/** `parse` and `serialize` for a schema. Blocks are remembered by identity: an edit makes a new node, and only that is written anew. */
export function bridge(schema) {
  const markdown = tokenizer();
  const sources = new WeakMap();
  let hasReferences = false;
  let known = { doc: null, text: "" };

  /** The document of a text, which becomes the one that `serialize` gives back to the letter. */
  function parse(text) {
    const doc = read(text);
    known = { doc, text };
    return doc;
  }

  function read(text) {
    const source = text.replace(/\r\n?/g, "\n");
    const env = {};
    const blocks = readBlocks(schema, markdown.parse(source, env));
    hasReferences ||= Object.keys(env.references ?? {}).length > 0;
    const lines = source.split("\n");
    const nodes = [];
    let next = 0;
    for (const { node, first, end, type } of [...blocks, { first: lines.length, end: lines.length }]) {
      const between = lines.slice(next, first).join("\n");
      if (between.trim()) nodes.push(verbatim(between)); // definitions that other blocks refer to
      if (type) nodes.push(remembered(node, lines.slice(first, end).join("\n"), type));
      next = end;
    }
    return schema.topNodeType.create(null, nodes.length ? nodes : schema.nodes.paragraph.create());
  }

  function remembered(node, lines, type) {
    const source = lines.replace(/\s+$/, "");
    if (!node) return verbatim(source);
    const again = type !== "code_block" && !/^\s/.test(source) ? alone(source) : null;
    if (again?.eq(node)) sources.set(node, source);
    return node;
  }

  /** The one block that a text is when it stands alone; null when it is more, less, or swallows what follows. */
  function alone(source) {
    const [block, after, ...more] = readBlocks(schema, markdown.parse(source + LOOSE, {}));
    return after && !more.length && after.node?.textContent === "." && after.type === "paragraph_open" ? block.node : null;
  }

  function verbatim(source) {
    const text = source.replace(/^\n+|\s+$/g, "");
    return schema.nodes.verbatim.create(null, schema.text(text));
  }

  function serialize(doc) {
    if (known.doc?.eq(withoutRest(doc))) return known.text;
    const written = [];
    let marker = "";
    doc.forEach((node) => {
      if (isEmptyParagraph(node)) return;
      let text = sources.get(node) ?? write(node);
      if (marker && marker === markerOf(node, text)) text = write(node, marker);
      else sources.set(node, text);
      marker = markerOf(node, text);
      written.push(text);
    });
    return written.join("\n\n");
  }

  /** The plain way if it reads back as the same, else the strict way. */
  function write(node, list) {
    const plain = writeBlock(node, { isStrict: false, brackets: hasReferences }, list);
    if (node.type.name === "verbatim" || means(plain, node)) return plain;
    return writeBlock(node, { isStrict: true, brackets: true }, list);
  }

  function means(text, node) {
    const again = alone(text);
    return Boolean(again) && meaning(again) === meaning(node);
  }

  return { parse, read, serialize };
}

/** The document without the empty paragraph that the editor keeps at its end. */
function withoutRest(doc) {
  const { lastChild } = doc;
  return doc.childCount > 1 && isEmptyParagraph(lastChild) ? doc.copy(doc.content.cut(0, doc.content.size - lastChild.nodeSize)) : doc;
}

/** What a block says, whatever its spaces and marks were made of: equal texts are equal documents to a reader. */
export function meaning(node) {
  return JSON.stringify(plainForm(node));
}

function plainForm(node) {
  const { name } = node.type;
  if (node.isTextblock && !node.type.spec.code) return [name, shownAttributes(node), leavesOf(node)];
  if (node.isTextblock) return [name, shownAttributes(node), node.textContent];
  const children = [];
  node.forEach((child) => isEmptyParagraph(child) || children.push(plainForm(child)));
  return [name, shownAttributes(node), children];
}

function shownAttributes(node) {
  const { level, start, language, checked } = node.attrs;
  const isBoxed = checked !== undefined && checked !== null && node.firstChild.type.name === "paragraph";
  return [level, start, (language ?? "").trim(), isBoxed ? checked : null, node.type.name === "tableHeader" ? node.attrs.align : null];
}
