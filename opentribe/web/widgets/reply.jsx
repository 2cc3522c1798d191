// Where comments are written: one box that grows, Markdown, sent with its button or Ctrl-Enter.
import { useEffect, useRef } from "react";
import { Counter } from "./counter.jsx";
import { useWriting } from "./writing.js";

export function ReplyBox(props) {
  const { words, limit, takesFocus, onCancel } = props;
  const area = useRef(null);
  const writing = useWriting({ ...props, onDone: () => area.current?.blur() });
  const { content, errors, sending } = writing;
  useEffect(() => {
    if (takesFocus) area.current?.focus();
  }, []);
  const problem = errors.content || errors.form;
  return (
    <form
      className="reply-box"
      onSubmit={writing.submit}
      onKeyDown={(event) => {
        if ((event.ctrlKey || event.metaKey) && event.key === "Enter") writing.submit(event);
        if (event.key === "Escape" && !content) onCancel?.();
      }}
    >
      <textarea
        ref={area}
        rows={1}
        aria-label={words.area}
        placeholder={words.area}
        value={content}
        readOnly={Boolean(sending)}
        aria-invalid={Boolean(problem) || writing.isTooLong}
        onChange={(event) => writing.setContent(event.target.value)}
      />
      {problem && (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
      <div className="reply-foot">
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
  );
}
