// A bookmark that is kept at once; a refused press goes back by itself.
import { useEffect, useRef, useState } from "react";

const SETTLES_AFTER = 4000;

export function BookmarkButton({ kept, isOpen, onBookmark, children }) {
  const [hope, setHope] = useState(null);
  const timer = useRef(null);
  useEffect(() => setHope(null), [kept]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const shown = hope ?? kept;

  function press() {
    setHope(!shown);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setHope(null), SETTLES_AFTER);
    onBookmark(!shown);
  }

  if (!isOpen) {
    return (
      <a className="action bookmark" href="/sign-in" aria-label="Sign in to bookmark this post">
        {children}
      </a>
    );
  }
  return (
    <button
      type="button"
      className="action bookmark"
      aria-pressed={shown}
      aria-label="Bookmark this post"
      title={shown ? "Remove the bookmark" : "Keep it for later"}
      onClick={press}
    >
      {children}
    </button>
  );
}
