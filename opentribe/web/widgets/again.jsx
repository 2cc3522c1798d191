// Reads the page again when who may see what has changed. Many pages at once do it one after the other.
import { useEffect, useRef } from "react";
import { onNote } from "./live.js";

export function Live({ onAgain }) {
  const timer = useRef(null);
  const again = useRef(onAgain);
  again.current = onAgain;
  useEffect(() => {
    const stop = onNote("again", ({ within }) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => again.current?.(), Math.random() * within);
    });
    return () => {
      stop();
      clearTimeout(timer.current);
    };
  }, []);
  return null;
}
