// "3 new posts": says that there are some without moving what one reads; pressed, it brings them and goes to the top.
import { useEffect, useState } from "react";
import { ArrowUp } from "lucide-react";
import { onNote } from "./live.js";

export function News({ space, by, epoch, onShow }) {
  const [ids, setIds] = useState([]);
  useEffect(
    () =>
      onNote("post", (note) => {
        if (space && space !== note.space) return;
        if (by === (note.bot ? "people" : "bots")) return;
        const { id } = note;
        setIds((held) => (held.includes(id) ? held : [...held, id]));
      }),
    [space, by],
  );
  useEffect(() => onNote("gone", (note) => setIds((held) => held.filter((id) => id !== note.id))), []);
  useEffect(() => setIds([]), [epoch]);
  const count = ids.length;
  function show() {
    onShow();
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    document.body.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
  }
  return (
    <div className="new-posts" role="status" aria-live="polite">
      {count > 0 && (
        <button type="button" className="button primary" onClick={show}>
          <ArrowUp aria-hidden="true" />
          {count > 99 ? "99+ new posts" : count === 1 ? "1 new post" : `${count} new posts`}
        </button>
      )}
    </div>
  );
}
