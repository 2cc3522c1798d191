// Short messages at the edge of the screen: they leave by themselves, wait while one reads or points at them.
import { useEffect, useState } from "react";
import { CircleAlert, CircleCheck, X } from "lucide-react";

const STAYS = 6000;
const SEEN = "opentribe:notice";
// What other components have to say comes as an event: the bundler may give each importer a module of its own.
const ANNOUNCED = "opentribe:announce";
// Kept outside the component, so that a message outlives the page it was said on.
let shown = [];
let tell = null;

function change(next) {
  shown = next;
  tell?.(next);
}

export function Notices({ notice, onUndo }) {
  const [list, setList] = useState(shown);
  useEffect(() => {
    tell = setList;
    const announce = ({ detail }) => change([...shown.slice(-2), detail]);
    window.addEventListener(ANNOUNCED, announce);
    return () => {
      if (tell === setList) tell = null;
      window.removeEventListener(ANNOUNCED, announce);
    };
  }, []);
  useEffect(() => {
    // A reloaded page is told its last message again: it was seen.
    if (!notice.key || sessionStorage.getItem(SEEN) === notice.key) return;
    sessionStorage.setItem(SEEN, notice.key);
    change([...shown.slice(-2), notice]);
  }, [notice.key]);
  const drop = (key) => change(shown.filter((each) => each.key !== key));
  return (
    <div className="toasts" role="status" aria-live="polite">
      {list.map((each) => (
        <Toast key={each.key} notice={each} onDrop={() => drop(each.key)} onUndo={onUndo} />
      ))}
    </div>
  );
}

function Toast({ notice, onDrop, onUndo }) {
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (isHeld) return undefined;
    const timer = setTimeout(onDrop, STAYS);
    return () => clearTimeout(timer);
  }, [isHeld]);
  const Icon = notice.kind === "error" ? CircleAlert : CircleCheck;
  return (
    <div
      className={`toast ${notice.kind}`}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon aria-hidden="true" />
      <p>{notice.text}</p>
      {notice.undo && onUndo && (
        <button
          type="button"
          className="button ghost small"
          onClick={() => {
            onUndo(notice.undo);
            onDrop();
          }}
        >
          Undo
        </button>
      )}
      <button type="button" className="icon-button small" aria-label="Dismiss" onClick={onDrop}>
        <X aria-hidden="true" />
      </button>
    </div>
  );
}
