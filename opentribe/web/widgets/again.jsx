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

/** Hears that the post on the page is gone, or that the one that was missing is back. */
export function Standing({ row, isMissing, onChange }) {
  const change = useRef(onChange);
  change.current = onChange;
  useEffect(() => {
    const hear = ({ id }) => {
      if (id === row) change.current?.();
    };
    return onNote(isMissing ? "back" : "gone", hear);
  }, [row, isMissing]);
  return null;
}
