// Hears that notifications of one's own came or were read. Many pages at once ask one after the other.
import { useEffect, useRef } from "react";
import { onNote } from "./live.js";

export function Ring({ onRing }) {
  const timer = useRef(null);
  const ring = useRef(onRing);
  ring.current = onRing;
  useEffect(() => {
    const stop = onNote("bell", ({ within }) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => ring.current?.(), Math.random() * within);
    });
    return () => {
      stop();
      clearTimeout(timer.current);
    };
  }, []);
  return null;
}
