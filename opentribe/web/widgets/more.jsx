// "Load more": a real button for those who press it, pressed by itself as it comes near.
import { useEffect, useRef, useState } from "react";

const TRIES_AGAIN_AFTER = 3000;

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
    const timer = setInterval(() => {
      pressedFor.current = null;
      setRound((before) => before + 1);
    }, TRIES_AGAIN_AFTER);
    return () => clearInterval(timer);
  }, [batch]);
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
