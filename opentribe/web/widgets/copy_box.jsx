// Something to take along: shown whole, copied by its button, or by hand where the browser lets no button do it.
import { useEffect, useRef, useState } from "react";
import { Check, Copy } from "lucide-react";
import { copyText } from "./copying.js";

const SAYS_SO_FOR = 4000;
const COPIED = "Copied";
const BY_HAND = "Selected: copy it with your keyboard";

function select(element) {
  const range = document.createRange();
  range.selectNodeContents(element);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}

export function CopyBox({ value, label, takesFocus }) {
  const [said, setSaid] = useState("");
  const text = useRef(null);
  const button = useRef(null);
  const timer = useRef(null);
  useEffect(() => {
    if (takesFocus) button.current.focus({ preventScroll: true });
    return () => clearTimeout(timer.current);
  }, []);

  async function copy() {
    const isDone = await copyText(value);
    if (!isDone) select(text.current);
    setSaid(isDone ? COPIED : BY_HAND);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setSaid(""), SAYS_SO_FOR);
  }

  const Icon = said === COPIED ? Check : Copy;
  return (
    <div className="copy-box">
      <pre ref={text}>
        <code>{value}</code>
      </pre>
      <button ref={button} type="button" className="button quiet" onClick={copy}>
        <Icon aria-hidden="true" />
        <span>{said || "Copy"}</span>
        <span className="visually-hidden"> {label}</span>
      </button>
      <span className="visually-hidden" role="status">
        {said}
      </span>
    </div>
  );
}
