// "3 new posts": says that there are some; pressed, it brings them and goes to where they stand.
import { ArrowUp } from "lucide-react";

/** @param what one of them in words; `place` gives the element that is brought into sight. */
export function Pill({ count, what, place, onShow }) {
  function show() {
    onShow();
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    place()?.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
  }
  return (
    <div className="new-posts" role="status" aria-live="polite">
      {count > 0 && (
        <button type="button" className="button primary" onClick={show}>
          <ArrowUp aria-hidden="true" />
          {count > 99 ? `99+ ${what}s` : count === 1 ? `1 ${what}` : `${count} ${what}s`}
        </button>
      )}
    </div>
  );
}
