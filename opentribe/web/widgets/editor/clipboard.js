// What is pasted as plain text is read as Markdown, what is copied as plain text is Markdown.
import { DOMParser as Reader, Fragment, Slice } from "@tiptap/pm/model";

/** ProseMirror's properties for it. With Shift one pastes the signs themselves. */
export function clipboard() {
  return {
    clipboardTextParser(text, _context, isPlain, view) {
      return isPlain ? null : pasted(text, view);
    },
    clipboardTextSerializer(slice, view) {
      return copied(slice, view);
    },
  };
}

function markdownOf(view) {
  return view.dom.editor.storage.markdown;
}

function pasted(text, view) {
  const { content } = markdownOf(view).read(text);
  if (text.includes("\n") || content.childCount !== 1 || !content.firstChild.isTextblock) return Slice.maxOpen(content);
  // A piece of a line keeps the spaces at its ends.
  const { schema } = view.state;
  const [, before, after] = /^(\s*)[^]*?(\s*)$/.exec(text);
  const space = (found) => (found ? [schema.text(found)] : []);
  const block = content.firstChild;
  const inner = [...space(before), ...block.content.content, ...space(text.trim() ? after : "")];
  return Slice.maxOpen(Fragment.from(block.copy(Fragment.from(inner))));
}

function copied(slice, view) {
  const words = slice.content.textBetween(0, slice.content.size, "\n\n", (leaf) => (leaf.type.name === "hardBreak" ? "\n" : ""));
  const { firstChild, childCount } = slice.content;
  const isLine = childCount === 1 && (firstChild.isText || (firstChild.isTextblock && isUnmarked(firstChild)));
  if (isLine) return words;
  try {
    const doc = view.state.schema.topNodeType.createChecked(null, slice.content);
    return markdownOf(view).serialize(doc);
  } catch {
    return words; // a part of a table or of a list by itself
  }
}

function isUnmarked(block) {
  let isPlain = true;
  block.descendants((node) => {
    isPlain = isPlain && node.isText && node.marks.length === 0;
  });
  return isPlain;
}

/** The content of a table's cell from elsewhere: one line, whatever blocks it was made of. */
export function lineOf(element, schema) {
  const inline = [];
  Reader.fromSchema(schema)
    .parseSlice(element)
    .content.descendants((node) => {
      if ((node.isTextblock && inline.length) || node.type.name === "hardBreak") inline.push(schema.text(" "));
      else if (node.isInline) inline.push(node);
    });
  return Fragment.from(inline);
}
