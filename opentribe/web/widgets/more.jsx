// "Load more": a real button for those who press it, pressed by itself as it comes near.
import { useEffect, useRef, useState } from "react";

// A press whose answer was lost is made again, ever less often, so that a failing server is not asked for ever.
const TRIES_AGAIN_AFTER = 3000;
const TRIES_AT_MOST_EVERY = 60000;

export function LoadMore({ isBusy, onMore, label, batch }) {
  const button = useRef(null);
  const pressedFor = useRef(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (isBusy || !button.current) return undefined;
    const watch = new IntersectionObserver(
      (entries) => {
        // By itself once for each page; if nothing came of it, not at once again.
        if (pressedFor.current === batch || !entries.some((entry) => entry.isIntersecting)) return;
        pressedFor.current = batch;
        onMore();
      },
      { rootMargin: "600px" },
    );
    watch.observe(button.current);
    return () => watch.disconnect();
  }, [isBusy, batch, round]);
  useEffect(() => {
    const wait = Math.min(TRIES_AGAIN_AFTER * 2 ** round, TRIES_AT_MOST_EVERY);
    const timer = setTimeout(() => {
      pressedFor.current = null;
      setRound(round + 1);
    }, wait);
    return () => clearTimeout(timer);
  }, [round]);
  useEffect(() => setRound(0), [batch]);
  return (
    <div className="feed-end">
      <button
        ref={button}
        type="button"
        className="button quiet"
        aria-busy={isBusy}
        disabled={isBusy}
        onClick={() => onMore()}
      >
        {label}
      </button>
    </div>
  );
}
