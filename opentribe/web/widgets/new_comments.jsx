// New comments that appear by themselves, where the page has a place for them: under a comment that is shown, and at
// the end of a list that goes to its end. Others are counted, and come when one asks.
import { useEffect, useRef, useState } from "react";
import { onNote } from "./live.js";
import { Pill } from "./pill.jsx";

const GATHERS = 120; // ms
const AT_ONCE = 20; // comments that are asked for together

export function NewComments({ post, grows, hidesBots, prefix, epoch, onNew, onShow }) {
  const [ids, setIds] = useState([]);
  const latest = useRef({});
  latest.current = { grows, hidesBots, prefix, onNew };
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
        if (note.bot && latest.current.hidesBots) return;
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
  return <Pill count={ids.length} what="new comment" place={() => document.getElementById("comments")} onShow={onShow} />;
}
