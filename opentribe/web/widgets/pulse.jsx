// A pulse: asks for news every few seconds while one looks at the page, and not again before the last was answered.
import { useEffect, useRef } from "react";

// An answer that never came is asked for again after so many beats.
const LOST_AFTER = 10;

export function Pulse({ every, heard, onBeat }) {
  const ask = useRef(onBeat);
  ask.current = onBeat;
  useEffect(() => {
    const beat = () => {
      if (!document.hidden) ask.current();
    };
    const next = setTimeout(beat, every * 1000);
    const again = setInterval(beat, every * LOST_AFTER * 1000);
    document.addEventListener("visibilitychange", beat);
    return () => {
      clearTimeout(next);
      clearInterval(again);
      document.removeEventListener("visibilitychange", beat);
    };
  }, [every, heard]);
  return null;
}
