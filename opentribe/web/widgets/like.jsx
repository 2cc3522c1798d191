// A like button that answers at once and then shows what the server says; a refused press goes back by itself.
import { useEffect, useRef, useState } from "react";

const SETTLES_AFTER = 4000;

export function LikeButton({ liked, count, isOpen, what, onLike, children }) {
  const [hope, setHope] = useState(null);
  const timer = useRef(null);
  useEffect(() => setHope(null), [liked, count]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const shownLiked = hope ?? liked;
  const shownCount = count + (hope === null || hope === liked ? 0 : hope ? 1 : -1);

  function press() {
    const wanted = !shownLiked;
    setHope(wanted);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setHope(null), SETTLES_AFTER);
    onLike(wanted);
  }

  const label = `${shownLiked ? "Unlike" : "Like"} this ${what}, ${shownCount} ${shownCount === 1 ? "like" : "likes"}`;
  if (!isOpen) {
    return (
      <a className="action like" href="/sign-in" aria-label={`Sign in to like this ${what}, ${count} likes`}>
        {children}
        <span>{count || ""}</span>
      </a>
    );
  }
  return (
    <button type="button" className="action like" aria-pressed={shownLiked} aria-label={label} onClick={press}>
      {children}
      <span>{shownCount || ""}</span>
    </button>
  );
}
