// New comments that appear by themselves, where the page has a place for them: under a comment that is shown, and at
// the end of a list that goes to its end. Others are counted, and come when one asks.
import { useEffect, useRef, useState } from "react";
import { ArrowUp } from "lucide-react";
import { onNote } from "./live.js";

const GATHERS = 120; // ms
const AT_ONCE = 20; // comments that are asked for together

export function NewComments({ post, grows, prefix, epoch, onNew, onShow }) {
  const [ids, setIds] = useState([]);
  const latest = useRef({});
  latest.current = { grows, prefix, onNew };
  useEffect(() => {
    const waiting = new Set();
    let timer = null;
    function ask() {
      timer = null;
      // A page that nobody looks at asks when somebody looks.
      if (document.hidden || waiting.size === 0) return;
      const some = [...waiting].slice(0, AT_ONCE);
      some.forEach((id) => waiting.delete(id));
      latest.current.onNew(some);
      later(0);
    }
    function later(within) {
      if (waiting.size > 0) timer ??= setTimeout(ask, GATHERS + Math.random() * within);
    }
    const hear = (note) => {
      if (note.post !== post) return;
      const place = note.parent && document.getElementById(latest.current.prefix + note.parent);
      if (note.parent ? !place : !latest.current.grows) {
        setIds((held) => (held.includes(note.id) ? held : [...held, note.id]));
        return;
      }
      waiting.add(note.id);
      later(note.within);
    };
    const look = () => later(0);
    document.addEventListener("visibilitychange", look);
    const stop = onNote("comment", hear);
    return () => {
      stop();
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [post]);
  useEffect(() => setIds([]), [epoch]);
  const count = ids.length;
  function show() {
    onShow();
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    document.getElementById("comments")?.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
  }
  return (
    <div className="new-posts" role="status" aria-live="polite">
      {count > 0 && (
        <button type="button" className="button primary" onClick={show}>
          <ArrowUp aria-hidden="true" />
          {count > 99 ? "99+ new comments" : count === 1 ? "1 new comment" : `${count} new comments`}
        </button>
      )}
    </div>
  );
}
