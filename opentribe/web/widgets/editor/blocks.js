// What the `/` menu and the toolbar offer, each with the words it is found by.
import {
  Bold, Code, Heading1, Heading2, Heading3, Image, Italic, Link, List, ListChecks, ListOrdered, Minus, Pilcrow,
  SquareCode, Strikethrough, Table, TextQuote,
} from "lucide-react";

const run = (act) => (editor) => act(editor.chain().focus()).run();
const heading = (level, label, icon, words) => ({
  label, icon, words, keys: `Ctrl Alt ${level}`,
  run: run((chain) => chain.toggleHeading({ level })),
  isOn: (editor) => editor.isActive("heading", { level }),
});

export const MARKS = [
  { label: "Bold", icon: Bold, keys: "Ctrl B", run: run((chain) => chain.toggleBold()), isOn: (editor) => editor.isActive("bold") },
  { label: "Italic", icon: Italic, keys: "Ctrl I", run: run((chain) => chain.toggleItalic()), isOn: (editor) => editor.isActive("italic") },
  { label: "Strikethrough", icon: Strikethrough, keys: "Ctrl Shift S", run: run((chain) => chain.toggleStrike()), isOn: (editor) => editor.isActive("strike") },
  { label: "Code", icon: Code, keys: "Ctrl E", run: run((chain) => chain.toggleCode()), isOn: (editor) => editor.isActive("code") },
];

export const LINK = { label: "Link", icon: Link, keys: "Ctrl K", isOn: (editor) => editor.isActive("link") };

export const HEADINGS = [
  heading(1, "Heading", Heading1, "heading title large h1"),
  heading(2, "Subheading", Heading2, "subheading medium h2"),
  heading(3, "Small heading", Heading3, "small heading h3"),
];

export const LISTS = [
  { label: "Bulleted list", icon: List, words: "bullet list unordered ul", keys: "Ctrl Shift 8", run: run((chain) => chain.toggleBulletList()), isOn: (editor) => editor.isActive("bulletList") && !hasBox(editor) },
  { label: "Numbered list", icon: ListOrdered, words: "number list ordered ol", keys: "Ctrl Shift 7", run: run((chain) => chain.toggleOrderedList()), isOn: (editor) => editor.isActive("orderedList") },
  { label: "Task list", icon: ListChecks, words: "task list todo check box", keys: "Ctrl Shift 9", run: run((chain) => chain.toggleTasks()), isOn: hasBox },
];

export const BLOCKS = [
  { label: "Quote", icon: TextQuote, words: "quote citation blockquote", keys: "Ctrl Shift B", run: run((chain) => chain.toggleBlockquote()), isOn: (editor) => editor.isActive("blockquote") },
  { label: "Code block", icon: SquareCode, words: "code block snippet program", keys: "Ctrl Alt C", run: run((chain) => chain.toggleCodeBlock()), isOn: (editor) => editor.isActive("codeBlock") },
  { label: "Table", icon: Table, words: "table grid columns rows", run: run((chain) => chain.insertTable()), isOn: (editor) => editor.isActive("table"), isOff: (editor) => editor.isActive("table") || editor.isActive("codeBlock") },
];

const TEXT = { label: "Text", icon: Pilcrow, words: "text paragraph plain", run: run((chain) => chain.setParagraph()) };
const LINE = { label: "Dividing line", icon: Minus, words: "divider line rule horizontal", run: run((chain) => chain.setHorizontalRule()) };

/** Everything that `/` offers; `picture` is there when files can be sent. */
export function menuOf(picture) {
  return [TEXT, ...HEADINGS, ...LISTS, ...BLOCKS, ...(picture ? [{ label: "Image or file", icon: Image, words: "image picture photo file upload", run: picture }] : []), LINE];
}

function hasBox(editor) {
  return typeof editor.getAttributes("listItem").checked === "boolean";
}
