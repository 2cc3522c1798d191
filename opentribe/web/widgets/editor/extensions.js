// What the editor knows to write: exactly what Markdown can say and the server shows.
import { Node } from "@tiptap/core";
import { Blockquote } from "@tiptap/extension-blockquote";
import { Bold } from "@tiptap/extension-bold";
import { Code } from "@tiptap/extension-code";
import { CodeBlock } from "@tiptap/extension-code-block";
import { Document } from "@tiptap/extension-document";
import { HardBreak } from "@tiptap/extension-hard-break";
import { Heading } from "@tiptap/extension-heading";
import { HorizontalRule } from "@tiptap/extension-horizontal-rule";
import { Image } from "@tiptap/extension-image";
import { Italic } from "@tiptap/extension-italic";
import { Link } from "@tiptap/extension-link";
import { ListKeymap } from "@tiptap/extension-list";
import { Paragraph } from "@tiptap/extension-paragraph";
import { Strike } from "@tiptap/extension-strike";
import { Text } from "@tiptap/extension-text";
import { Dropcursor, Gapcursor, TrailingNode, UndoRedo } from "@tiptap/extensions";
import { isImageSource, isLink } from "./grammar.js";
import { Bullets, Items, Numbers } from "./list_items.js";
import { Table, TableCell, TableEditing, TableHeader, TableRow } from "./tables.js";

/** A piece of Markdown that has no other form here, such as definitions of references: shown and kept as its source. */
const Verbatim = Node.create({
  name: "verbatim",
  group: "block",
  content: "text*",
  marks: "",
  code: true,
  defining: true,
  parseHTML: () => [{ tag: "pre[data-verbatim]", preserveWhitespace: "full", priority: 60 }],
  renderHTML: () => ["pre", { "data-verbatim": "Markdown" }, ["code", 0]],
});

// A page has headings of its own above these; the server moves them down in the same way.
const Headings = Heading.extend({
  parseHTML: () => [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, getAttrs: (dom) => ({ level: Number(dom.dataset.level ?? level) }) })),
  renderHTML: ({ node: { attrs } }) => [`h${Math.min(attrs.level + 2, 6)}`, { "data-level": attrs.level }, 0],
});

const Breaks = HardBreak.extend({
  group: "break",
  addKeyboardShortcuts() {
    return { "Shift-Enter": () => this.editor.commands.setHardBreak() };
  },
});

const Links = Link.extend({ inclusive: false }).configure({
  openOnClick: false,
  markdownLinks: true,
  defaultProtocol: "https",
  HTMLAttributes: { target: null, rel: null },
  isAllowedUri: (address) => isLink(address),
  shouldAutoLink: (address) => /^https?:\/\//i.test(address),
});

const Images = Image.extend({
  inline: true,
  group: "inline",
  addAttributes: () => ({ src: { default: null }, alt: { default: "" }, title: { default: null } }),
  parseHTML: () => [{ tag: "img[src]", getAttrs: (dom) => isImageSource(dom.getAttribute("src")) && null }],
  renderHTML: ({ HTMLAttributes: { src, alt, title } }) =>
    isImageSource(src ?? "") ? ["img", { src, alt, title, referrerpolicy: "no-referrer" }] : ["span", { class: "no-image" }, alt || "Image"],
}).configure({ inline: true });

const CodeBlocks = CodeBlock.extend({
  addAttributes: () => ({ language: { default: null, parseHTML: languageOf, rendered: false } }),
});

function languageOf(element) {
  const named = [...(element.firstElementChild?.classList ?? [])].find((name) => name.startsWith("language-"));
  return named?.slice("language-".length) ?? null;
}

export const EXTENSIONS = [
  Document,
  Paragraph.extend({ content: "(inline | break)*" }),
  Text,
  Headings,
  Bold,
  Italic,
  Strike,
  Code.extend({ excludes: "" }),
  Links,
  Images,
  Breaks,
  Blockquote,
  Bullets,
  Numbers,
  Items,
  ListKeymap,
  CodeBlocks,
  Verbatim,
  HorizontalRule,
  Table,
  TableRow,
  TableHeader,
  TableCell,
  TableEditing,
  UndoRedo,
  Dropcursor.configure({ class: "drop-cursor", color: false }),
  Gapcursor,
  TrailingNode,
];
