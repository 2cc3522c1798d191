// A follow button that answers at once and then shows what the server says; a refused press goes back with the answer.
import { useEffect, useRef, useState } from "react";

const SETTLES_AFTER = 4000;

export function FollowButton({ following, refusals, name, isOpen, isSmall, onFollow }) {
  const [hope, setHope] = useState(null);
  const timer = useRef(null);
  useEffect(() => setHope(null), [following, refusals]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const shown = hope ?? following;

  function press() {
    setHope(!shown);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setHope(null), SETTLES_AFTER);
    onFollow(!shown);
  }

  const look = `button ${shown ? "quiet" : "primary"}${isSmall ? " small" : ""} follow`;
  if (!isOpen) {
    return (
      <a className={look} href="/sign-in" aria-label={`Sign in to follow ${name}`}>
        Follow
      </a>
    );
  }
  const words = shown ? "Following" : "Follow";
  return (
    <button type="button" className={look} aria-pressed={shown} aria-label={`${words} ${name}`} onClick={press}>
      {words}
    </button>
  );
}
