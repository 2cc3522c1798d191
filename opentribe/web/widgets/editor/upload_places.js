// Where each file will stand when it has come: places that move with what is written meanwhile.
import { Extension } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";

const KEY = new PluginKey("uploads");

/** `onFiles(files, at)` is told of files that are pasted or dropped; `at` is undefined for the cursor. */
export const UploadPlaces = Extension.create({
  name: "uploadPlaces",
  addOptions: () => ({ onFiles: () => undefined }),
  addProseMirrorPlugins() {
    const { onFiles } = this.options;
    return [
      new Plugin({
        key: KEY,
        state: {
          init: () => new Map(),
          apply(tr, before) {
            const places = new Map([...before].map(([id, at]) => [id, tr.mapping.map(at)]));
            const { id, at } = tr.getMeta(KEY) ?? {};
            if (id !== undefined && at === null) places.delete(id);
            else if (id !== undefined) places.set(id, at);
            return places;
          },
        },
        props: {
          handlePaste(view, { clipboardData }) {
            const files = clipboardData?.files ?? [];
            if (!view.editable || !files.length || hasWords(clipboardData)) return false;
            onFiles(files);
            return true;
          },
          handleDrop(view, event, _slice, isMoved) {
            const files = event.dataTransfer?.files ?? [];
            if (isMoved || !view.editable || !files.length) return false;
            event.preventDefault();
            onFiles(files, view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos);
            return true;
          },
        },
      }),
    ];
  },
});

/** Office programs put a picture of the text beside the text. */
function hasWords(data) {
  if (data.getData("text/plain").trim()) return true;
  return Boolean(data.getData("text/html").replace(/<[^>]*>/g, "").trim());
}

export function keepPlace(view, id, at) {
  view.dispatch(view.state.tr.setMeta(KEY, { id, at }));
}

export function forget(view, id) {
  keepPlace(view, id, null);
}

export function placeOf(state, id) {
  return KEY.getState(state).get(id);
}

/** A picture becomes an image, any other file a link that is called as the file. */
export function insertAt(editor, id, { url, name, type }) {
  const at = placeOf(editor.state, id);
  forget(editor.view, id);
  if (at === undefined) return;
  const isPicture = type.startsWith("image/");
  const alt = name.replace(/\.[^.]*$/, "").replace(/[-_\s]+/g, " ").trim();
  const content = isPicture
    ? [{ type: "image", attrs: { src: url, alt } }]
    : [{ type: "text", text: name, marks: [{ type: "link", attrs: { href: url } }] }, { type: "text", text: " " }];
  const $at = editor.state.doc.resolve(at);
  if ($at.parent.type.spec.code) editor.commands.insertContentAt($at.after(), { type: "paragraph", content });
  else editor.commands.insertContentAt(at, content);
}
