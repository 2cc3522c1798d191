// The editor: one writes what one sees, and Markdown is what is kept and sent. Fetched when somebody begins to write.
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { Editor, Extension } from "@tiptap/core";
import { EditorState, Selection } from "@tiptap/pm/state";
import { Placeholder } from "@tiptap/extensions";
import { bridge } from "./bridge.js";
import { clipboard } from "./clipboard.js";
import { ContextBar } from "./context_bar.jsx";
import { EXTENSIONS } from "./extensions.js";
import { SIGNS } from "./sources.js";
import { Suggest } from "./suggest.js";
import { Suggestions } from "./suggestions.jsx";
import { Toolbar } from "./toolbar.jsx";
import { UploadPlaces } from "./upload_places.js";
import { Uploads, useUploads } from "./uploads.jsx";
import { Videos } from "./videos.js";
import "$/public/styles/features/editor.css";

/**
 * `value` is Markdown; `handle` gets `focus` and `blur`. `onBusy` is told whether files are on their way, which are not in
 * `value` yet; `onFail` is called when the editor cannot work in this browser.
 */
export function RichEditor({ value, onChange, label, isReadOnly, isInvalid, describedBy, takesFocus, isCompact, handle, onBusy, onPlain, onFail }) {
  const mount = useRef(null);
  const latest = useRef({});
  const said = useRef(value);
  const keys = useRef(null);
  const [editor, setEditor] = useState(null);
  const [asked, setAsked] = useState(null);
  const [isLinking, setLinking] = useState(false);
  const [, redraw] = useState(0);
  const picker = useRef(null);
  // Asked while the plain box is still there: by the time this one is, nothing has the focus.
  const goesOn = useRef(takesFocus.current || document.activeElement === handle.current);
  const uploads = useUploads(editor, onBusy);
  const pick = () => picker.current.click();
  latest.current = { addFiles: uploads.add, onChange, label, isReadOnly, isInvalid, describedBy };

  // All at once with the change of the page: what is typed between the plain box and this one would reach neither.
  useLayoutEffect(() => {
    let made;
    try {
      made = create(mount.current, {
        label,
        attributes: () => attributes(latest.current),
        onAsk: setAsked,
        onKey: (event) => Boolean(keys.current?.(event)),
        onLink: () => setLinking(true),
        onFiles: (files, at) => latest.current.addFiles(files, at),
      });
      show(made, said.current);
    } catch (error) {
      console.error(error);
      onFail();
      return undefined;
    }
    made.on("transaction", () => redraw((count) => count + 1));
    made.on("update", () => {
      said.current = made.storage.markdown.serialize(made.state.doc);
      latest.current.onChange(said.current);
    });
    const own = { focus: () => focusEnd(made), blur: () => made.commands.blur() };
    handle.current = own;
    if (goesOn.current) {
      focusEnd(made);
      goOn(made, said.current);
    }
    takesFocus.current = false;
    setEditor(made);
    return () => {
      if (handle.current === own) handle.current = null; // else the plain box stands there already
      made.destroy();
    };
  }, []);

  useEffect(() => {
    if (!editor || value === said.current) return;
    said.current = value; // a draft that was found, or words that were taken back
    show(editor, value);
  }, [editor, value]);

  useEffect(() => {
    if (!editor) return;
    editor.setEditable(!isReadOnly, false);
    editor.view.setProps({});
  }, [editor, label, isReadOnly, isInvalid, describedBy]);

  return (
    <div className="editor" data-compact={isCompact || undefined}>
      {editor && <Toolbar {...{ editor, isCompact, onPlain, isOff: isReadOnly }} onLink={() => setLinking(true)} onFile={pick} />}
      {editor && !isReadOnly && <ContextBar {...{ editor, isLinking }} onLinked={() => setLinking(false)} />}
      <div ref={mount} className="editor-page" />
      <Uploads uploads={uploads} />
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label="Images or files to add"
        onChange={(event) => {
          uploads.add(event.target.files);
          event.target.value = "";
        }}
      />
      {editor && <Suggestions {...{ editor, asked, keys }} onFile={pick} />}
    </div>
  );
}

function create(element, { label, attributes: given, onAsk, onKey, onLink, onFiles }) {
  return new Editor({
    element,
    injectCSS: false,
    extensions: [
      ...EXTENSIONS,
      Videos,
      Placeholder.configure({ placeholder: label }),
      Suggest.configure({ signs: SIGNS, onAsk, onKey }),
      Keys.configure({ onLink }),
      UploadPlaces.configure({ onFiles }),
      Extension.create({
        name: "markdown",
        onBeforeCreate() {
          Object.assign(this.storage, bridge(this.editor.schema));
        },
      }),
    ],
    editorProps: { attributes: given, ...clipboard() },
  });
}

/** Show a text from the outside; what was before cannot be undone into it. */
function show(editor, text) {
  const doc = editor.storage.markdown.parse(text);
  editor.view.updateState(EditorState.create({ doc, plugins: editor.state.plugins }));
}

/** Tiptap's own command waits for the next frame, and what is typed until then is lost. */
function focusEnd({ view }) {
  view.dispatch(view.state.tr.setSelection(Selection.atEnd(view.state.doc)));
  view.focus();
}

/** Markdown means nothing by the space or the line at its end, but whoever is writing is about to go on after it. */
function goOn({ view, commands }, text) {
  const [rest] = /\s*$/.exec(text);
  if (rest.includes("\n")) commands.splitBlock();
  else if (rest && text !== rest) view.dispatch(view.state.tr.insertText(rest));
}

function attributes({ label, isInvalid, describedBy }) {
  return {
    class: "prose composer-text",
    role: "textbox",
    "aria-multiline": "true",
    "aria-label": label,
    "aria-invalid": String(Boolean(isInvalid)),
    ...(describedBy ? { "aria-describedby": describedBy } : {}),
  };
}

const Keys = Extension.create({
  name: "keys",
  priority: 1050,
  addOptions: () => ({ onLink: () => undefined }),
  addKeyboardShortcuts() {
    return {
      "Mod-Enter": () => true, // the form around sends
      "Mod-k": () => {
        this.options.onLink();
        return true;
      },
    };
  },
});
