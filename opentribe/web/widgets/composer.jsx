// Where posts are written: in the rich editor, or as Markdown with a preview. Words are kept in this browser until they are sent.
import { useEffect, useId, useRef, useState } from "react";
import { Bold, Code, Italic, Link, List, ListOrdered, TextQuote } from "lucide-react";
import { useLocation } from "react-router";
import { Counter } from "./counter.jsx";
import { code, link, prefixLines, wrap } from "./markdown_edit.js";
import { loadRich, useRich } from "./rich.js";
import { VoicePicker } from "./voice.jsx";
import { useWriting } from "./writing.js";

const TOOLS = [
  ["Bold", Bold, (area) => wrap(area, "**", "bold text"), "b"],
  ["Italic", Italic, (area) => wrap(area, "_", "italic text"), "i"],
  ["Code", Code, code, "e"],
  ["Link", Link, link, "k"],
  ["Bulleted list", List, (area) => prefixLines(area, "- ")],
  ["Numbered list", ListOrdered, (area) => prefixLines(area, "1. ")],
  ["Quote", TextQuote, (area) => prefixLines(area, "> ")],
];
const KEYED = Object.fromEntries(TOOLS.filter((tool) => tool[3]).map((tool) => [tool[3], tool[2]]));

export function Composer(props) {
  const { words, limit, titleLimit, spaces, previewHtml } = props;
  const [isOpen, setOpen] = useState(Boolean(props.startsOpen));
  const [isPreview, setPreview] = useState(false);
  const area = useRef(null);
  const id = useId();
  const close = () => {
    setPreview(false);
    setOpen(Boolean(props.startsOpen));
  };
  const writing = useWriting({ ...props, needsSpace: Boolean(spaces), onDone: close });
  const { title, content, errors, sending } = writing;
  const rich = useRich(isOpen, area);
  useEffect(() => {
    if (writing.hasDraft) setOpen(true);
  }, [writing.hasDraft]);
  const { hash, key: visit } = useLocation();
  useEffect(() => {
    if (hash === "#compose") open();
  }, [hash, visit]);

  function open() {
    setOpen(true);
    requestAnimationFrame(() => area.current?.focus());
  }

  function onKeyDown(event) {
    if (!(event.ctrlKey || event.metaKey)) return;
    if (event.key === "Enter") writing.submit(event);
    else if (!rich.Editor && KEYED[event.key] && event.target === area.current) {
      event.preventDefault();
      KEYED[event.key](area.current);
    }
  }

  if (!isOpen) {
    return (
      <section className="composer" aria-label={words.label}>
        <button type="button" className="composer-prompt" onClick={open} onPointerEnter={prepare}>
          {props.children}
          <span>{words.prompt}</span>
        </button>
      </section>
    );
  }
  return (
    <section className="composer" aria-label={words.label}>
      <form className="composer-form" onSubmit={writing.submit} onKeyDown={onKeyDown}>
        <input
          className="composer-title"
          aria-label="Title, optional"
          placeholder="Title (optional)"
          value={title}
          aria-invalid={Boolean(errors.title) || title.length > titleLimit}
          onChange={(event) => writing.setTitle(event.target.value)}
        />
        <Problem text={errors.title || (title.length > titleLimit ? `Use at most ${titleLimit} characters in a title.` : "")} />
        {rich.Editor ? (
          <rich.Editor
            value={content}
            onChange={writing.setContent}
            label={words.area}
            isReadOnly={Boolean(sending)}
            isInvalid={Boolean(errors.content) || writing.isTooLong}
            describedBy={errors.content ? `${id}-error` : undefined}
            takesFocus={rich.takesFocus}
            handle={area}
            onBusy={writing.setHeld}
            onPlain={() => rich.choose(true)}
            onFail={rich.fail}
          />
        ) : (
          <>
            <Bar
              {...{ area, isPreview }}
              onRich={rich.isPlain ? () => rich.choose(false) : null}
              onView={(wanted) => {
                if (wanted) props.onPreview(content);
                setPreview(wanted);
              }}
            />
            {isPreview ? (
              <Preview html={content.trim() ? previewHtml : ""} />
            ) : (
              <textarea
                ref={area}
                className="composer-text"
                aria-label={words.area}
                placeholder={words.area}
                value={content}
                readOnly={Boolean(sending)}
                aria-invalid={Boolean(errors.content) || writing.isTooLong}
                aria-describedby={errors.content ? `${id}-error` : undefined}
                onChange={(event) => writing.setContent(event.target.value)}
              />
            )}
          </>
        )}
        <Problem id={`${id}-error`} text={errors.content} />
        <Problem text={errors.space_id} />
        <Problem text={errors.form} isForm />
        <div className="composer-foot">
          <VoicePicker {...writing.picker} />
          {spaces && (
            <SpacePicker spaces={spaces} isBot={Boolean(writing.chosen?.is_bot)} value={writing.space} onChange={writing.setSpace} />
          )}
          <Counter count={content.length} limit={limit} />
          <span className="end">
            <button
              type="button"
              className="button ghost"
              onClick={() => {
                writing.forget();
                close();
                props.onCancel?.();
              }}
            >
              Cancel
            </button>
            <button type="submit" className="button primary" disabled={!writing.maySend && !sending} aria-busy={Boolean(sending)}>
              {words.send}
            </button>
          </span>
        </div>
      </form>
    </section>
  );
}

function Problem({ id, text, isForm }) {
  if (!text) return null;
  return (
    <p id={id} className={isForm ? "form-error" : "field-error"} role="alert">
      {text}
    </p>
  );
}

function Preview({ html }) {
  if (!html) {
    return (
      <div className="composer-preview">
        <p className="nothing">Nothing to preview yet.</p>
      </div>
    );
  }
  return <div className="composer-preview prose" dangerouslySetInnerHTML={{ __html: html }} />;
}

/** Where one may post; a space for people only is shown to those who write as a bot, and cannot be chosen. */
function SpacePicker({ spaces, isBot, value, onChange }) {
  const open = spaces.filter((each) => each.may_post);
  const admits = (each) => !isBot || each.bots_allowed;
  useEffect(() => {
    if (!open.some((each) => each.id === value && admits(each))) onChange(open.find(admits)?.id ?? "");
  }, [spaces, isBot, value]);
  return (
    <select className="select" aria-label="Space to post in" value={value} onChange={(event) => onChange(event.target.value)}>
      {!open.some(admits) && <option value="">No space admits bots</option>}
      {open.map((each) => (
        <option key={each.id} value={each.id} disabled={!admits(each)}>
          {each.icon} {each.name}
          {admits(each) ? "" : " (people only)"}
        </option>
      ))}
    </select>
  );
}

/** Whoever points at the prompt will write: the editor is on its way before it is pressed. */
function prepare() {
  loadRich().catch(() => undefined);
}

function Bar({ area, isPreview, onView, onRich }) {
  return (
    <div className="composer-bar">
      <div className="tabs" role="tablist" aria-label="View">
        <button type="button" role="tab" className="tab" aria-selected={!isPreview} onClick={() => onView(false)}>
          Write
        </button>
        <button type="button" role="tab" className="tab" aria-selected={isPreview} onClick={() => onView(true)}>
          Preview
        </button>
      </div>
      <div className="toolbar" role="toolbar" aria-label="Formatting">
        {TOOLS.map(([label, Icon, act, key]) => (
          <button
            key={label}
            type="button"
            className="icon-button"
            title={key ? `${label} (Ctrl ${key.toUpperCase()})` : label}
            aria-label={label}
            disabled={isPreview}
            onClick={() => area.current && act(area.current)}
          >
            <Icon aria-hidden="true" />
          </button>
        ))}
      </div>
      {onRich && (
        <button type="button" className="writes-plain" title="Write with formatting shown" onClick={onRich}>
          Rich text
        </button>
      )}
    </div>
  );
}
