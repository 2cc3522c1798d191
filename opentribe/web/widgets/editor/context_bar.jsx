// What can be done with the thing the cursor is in: a link, a table, a code block, an image.
import { useEffect, useRef, useState } from "react";
import {
  AlignCenter, AlignLeft, AlignRight, BetweenHorizontalStart, BetweenVerticalStart, ExternalLink, FoldHorizontal,
  FoldVertical, Trash2, Unlink,
} from "lucide-react";
import { isLink } from "./grammar.js";
import { LANGUAGES, nameOfLanguage } from "./languages.js";
import { placeInTable } from "./tables.js";

export function ContextBar({ editor, isLinking, onLinked }) {
  const image = editor.state.selection.node?.type.name === "image" ? editor.state.selection.node : null;
  if (isLinking || editor.isActive("link")) return <LinkBar key={isLinking ? "new" : editor.getAttributes("link").href} {...{ editor, isLinking, onLinked }} />;
  if (editor.isActive("codeBlock")) return <CodeBar editor={editor} />;
  if (image) return <ImageBar key={image.attrs.src} {...{ editor, image }} />;
  return editor.isActive("table") ? <TableBar editor={editor} /> : null;
}

function Act({ label, icon: Icon, onPress, isPressed, isOff }) {
  return (
    <button type="button" className="icon-button" aria-label={label} title={label} aria-pressed={isPressed} disabled={isOff} onMouseDown={(event) => event.preventDefault()} onClick={onPress}>
      <Icon aria-hidden="true" />
    </button>
  );
}

function LinkBar({ editor, isLinking, onLinked }) {
  const known = editor.getAttributes("link").href ?? "";
  const [address, setAddress] = useState(known);
  const field = useRef(null);
  useEffect(() => {
    if (isLinking) field.current.focus();
  }, []);
  const wanted = completed(address.trim());
  const isBad = Boolean(wanted) && !isLink(wanted);

  function apply() {
    if (isBad) return;
    const chain = editor.chain().focus().extendMarkRange("link");
    const { empty } = editor.state.selection;
    if (!wanted) chain.unsetLink().run();
    else if (empty && !known) chain.insertContent({ type: "text", text: wanted, marks: [{ type: "link", attrs: { href: wanted } }] }).run();
    else chain.setLink({ href: wanted }).run();
    onLinked();
  }

  function onKeyDown(event) {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Enter") apply();
    else {
      editor.commands.focus();
      onLinked();
    }
  }

  return (
    <div className="context-bar" role="group" aria-label="Link">
      <input
        ref={field}
        className="context-field"
        type="url"
        inputMode="url"
        aria-label="Address of the link"
        placeholder="https://"
        value={address}
        aria-invalid={isBad}
        onChange={(event) => setAddress(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {(isLinking || address !== known) && (
        <button type="button" className="button quiet small" disabled={isBad} onClick={apply}>
          Set link
        </button>
      )}
      {known && !isLinking && (
        <>
          <a className="icon-button" href={known} target="_blank" rel="noopener noreferrer nofollow" aria-label="Open the link" title="Open the link">
            <ExternalLink aria-hidden="true" />
          </a>
          <Act label="Remove the link" icon={Unlink} onPress={() => editor.chain().focus().extendMarkRange("link").unsetLink().run()} />
        </>
      )}
    </div>
  );
}

/** An address as people type it: without the scheme. */
function completed(address) {
  if (!address || isLink(address)) return address;
  if (/^[^\s@/:]+@[^\s@/:]+\.[a-z]{2,}$/i.test(address)) return `mailto:${address}`;
  return /^[\w-]+(\.[\w-]+)+([/?#:]|$)/.test(address) ? `https://${address}` : address;
}

function CodeBar({ editor }) {
  const info = editor.getAttributes("codeBlock").language ?? "";
  const [language] = info.split(/\s/);
  const known = nameOfLanguage(language);
  return (
    <div className="context-bar" role="group" aria-label="Code block">
      <label className="context-label">
        Language
        <select
          className="select"
          value={known ?? language}
          onChange={(event) => editor.chain().updateAttributes("codeBlock", { language: event.target.value || null }).focus().run()}
        >
          <option value="">Plain text</option>
          {language && !known && <option value={language}>{language}</option>}
          {LANGUAGES.map(([name, label]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

function ImageBar({ editor, image }) {
  const [alt, setAlt] = useState(image.attrs.alt ?? "");
  return (
    <div className="context-bar" role="group" aria-label="Image">
      <input
        className="context-field"
        aria-label="Description for those who cannot see it"
        placeholder="Describe the image for those who cannot see it"
        value={alt}
        onChange={(event) => {
          setAlt(event.target.value);
          editor.commands.updateAttributes("image", { alt: event.target.value });
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          editor.commands.focus();
        }}
      />
      <Act label="Remove the image" icon={Trash2} onPress={() => editor.chain().focus().deleteSelection().run()} />
    </div>
  );
}

function TableBar({ editor }) {
  const place = placeInTable(editor.state);
  if (!place) return null;
  const act = (name, ...given) => () => editor.chain().focus()[name](...given).run();
  const align = (value, label, icon) => (
    <Act label={label} icon={icon} isPressed={(place.align ?? "left") === value} onPress={act("alignColumn", value === "left" ? null : value)} />
  );
  return (
    <div className="context-bar" role="group" aria-label="Table">
      <Act label="Add a row below" icon={BetweenHorizontalStart} onPress={act("addTableRow")} />
      <Act label="Add a column" icon={BetweenVerticalStart} onPress={act("addTableColumn")} />
      <Act label="Remove the row" icon={FoldVertical} isOff={place.isHead} onPress={act("deleteTableRow")} />
      <Act label="Remove the column" icon={FoldHorizontal} isOff={place.isLastColumn} onPress={act("deleteTableColumn")} />
      <span className="tool-group">
        {align("left", "Align the column left", AlignLeft)}
        {align("center", "Center the column", AlignCenter)}
        {align("right", "Align the column right", AlignRight)}
      </span>
      <Act label="Remove the table" icon={Trash2} onPress={act("deleteTable")} />
    </div>
  );
}
