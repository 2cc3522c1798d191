// Where comments are written: one box that grows, rich once one writes in it, sent with its button or Ctrl-Enter.
import { useEffect, useId, useRef, useState } from "react";
import { Counter } from "./counter.jsx";
import { useRich } from "./rich.js";
import { VoicePicker } from "./voice.jsx";
import { useWriting } from "./writing.js";

const SAID_EVERY = 3000;

export function ReplyBox(props) {
  const { words, limit, takesFocus, onCancel } = props;
  const area = useRef(null);
  const writing = useWriting({ ...props, onDone: () => area.current?.blur() });
  const { content, errors, sending } = writing;
  const [isUsed, setUsed] = useState(false);
  const rich = useRich(isUsed || takesFocus || Boolean(content), area);
  const id = useId();
  useEffect(() => {
    if (takesFocus) area.current?.focus();
  }, []);
  const said = useRef(0);
  /** Others are told that one writes, every few seconds while one does; under another name, nothing is told. */
  function write(text) {
    writing.setContent(text);
    if (writing.chosen || !text.trim() || Date.now() - said.current < SAID_EVERY) return;
    said.current = Date.now();
    props.onWriting?.();
  }
  const problem = errors.content || errors.form;
  // A new comment is shown at once; a refused one comes back into the box, which kept it.
  const face = writing.chosen ? <img className="avatar" data-size="s" alt="" src={writing.chosen.image} /> : props.children;
  const isPending = props.author !== undefined && writing.isUnderWay;
  return (
    <>
    <form
      className="reply-box"
      data-pending={isPending || undefined}
      onSubmit={writing.submit}
      onKeyDown={(event) => {
        if ((event.ctrlKey || event.metaKey) && event.key === "Enter") writing.submit(event);
        if (event.key === "Escape" && !content) onCancel?.();
      }}
    >
      {rich.Editor ? (
        <rich.Editor
          isCompact
          value={content}
          onChange={write}
          label={words.area}
          isReadOnly={Boolean(sending)}
          isInvalid={Boolean(problem) || writing.isTooLong}
          describedBy={problem ? `${id}-error` : undefined}
          takesFocus={rich.takesFocus}
          handle={area}
          onBusy={writing.setHeld}
          onPlain={() => rich.choose(true)}
          onFail={rich.fail}
        />
      ) : (
        <textarea
          ref={area}
          rows={1}
          aria-label={words.area}
          placeholder={words.area}
          value={content}
          readOnly={Boolean(sending)}
          aria-invalid={Boolean(problem) || writing.isTooLong}
          aria-describedby={problem ? `${id}-error` : undefined}
          onFocus={() => setUsed(true)}
          onChange={(event) => write(event.target.value)}
        />
      )}
      {problem && (
        <p id={`${id}-error`} className="field-error" role="alert">
          {problem}
        </p>
      )}
      <div className="reply-foot">
        <VoicePicker {...writing.picker} />
        {rich.isPlain && isUsed && (
          <button type="button" className="writes-plain" title="Write with formatting shown" onClick={() => rich.choose(false)}>
            Rich text
          </button>
        )}
        <Counter count={content.length} limit={limit} />
        {(takesFocus || content) && (
          <button
            type="button"
            className="button ghost small"
            onClick={() => {
              writing.forget();
              onCancel?.();
            }}
          >
            Cancel
          </button>
        )}
        <button type="submit" className="button primary small" disabled={!writing.maySend && !sending} aria-busy={Boolean(sending)}>
          {words.send}
        </button>
      </div>
    </form>
    {isPending && <Pending author={writing.chosen?.name ?? props.author} content={content} face={face} prompt={words.area} />}
    </>
  );
}

/** The box as it will be, and the comment as far as the browser knows it: plain words, until the server has made more. */
function Pending({ author, content, face, prompt }) {
  return (
    <>
      <p className="reply-waiting" aria-hidden="true">
        {prompt}
      </p>
      <article className="comment" data-pending>
        <span className="avatar-link">{face}</span>
        <header className="byline">
          <div className="byline-text">
            <div className="byline-name">
              <span>{author}</span>
            </div>
            <div className="byline-meta" role="status">
              <span>Sending</span>
            </div>
          </div>
        </header>
        <div className="comment-body prose">
          {content.trim().split(/\n{2,}/).map((part, at) => (
            <p key={at}>{part}</p>
          ))}
        </div>
      </article>
    </>
  );
}
