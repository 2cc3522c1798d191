// Links to videos that stand alone in their paragraph: the server shows a player there, and the editor says so.
import { Extension } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";

const KEY = new PluginKey("videos");
// The same addresses as in opentribe/kit/text/videos.py.
const HOSTS = [
  ["YouTube", /^https?:\/\/(?:(?:www\.|m\.|music\.)?youtube\.com\/(?:watch\?(?:[^#\s]*&)?v=|shorts\/|live\/|embed\/)|youtu\.be\/|www\.youtube-nocookie\.com\/embed\/)[\w-]{11}(?![\w-])/i],
  ["Vimeo", /^https?:\/\/(?:www\.)?(?:vimeo\.com\/|player\.vimeo\.com\/video\/)\d{5,12}(?!\d)/i],
  ["Loom", /^https?:\/\/(?:www\.)?loom\.com\/(?:share|embed)\/[\da-f]{32}(?![\da-f])/i],
];

export const Videos = Extension.create({
  name: "videos",
  addProseMirrorPlugins: () => [
    new Plugin({
      key: KEY,
      state: { init: (_config, { doc }) => marked(doc), apply: (tr, set) => (tr.docChanged ? marked(tr.doc) : set) },
      props: { decorations: (state) => KEY.getState(state) },
    }),
  ],
});

function marked(doc) {
  const found = [];
  doc.forEach((block, at) => {
    const words = block.content.content.filter((node) => !node.isText || node.text.trim());
    const host = block.type.name === "paragraph" && words.length === 1 && hostOf(words[0]);
    if (host) found.push(Decoration.node(at, at + block.nodeSize, { class: "video-link", "data-host": `${host} video` }));
  });
  return DecorationSet.create(doc, found);
}

function hostOf(node) {
  const link = node.marks.find((mark) => mark.type.name === "link");
  if (!node.isText || !link || link.attrs.href !== node.text) return undefined;
  return HOSTS.find(([, pattern]) => pattern.test(node.text))?.[0];
}
