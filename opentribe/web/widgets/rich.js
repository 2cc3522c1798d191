// The rich editor comes when somebody writes, and never when they only read; without it one writes Markdown.
import { useEffect, useRef, useState } from "react";

const PREFERENCE = "opentribe:writes";
let loading = null;
let Loaded = null;
// A word that is being put together, as in Japanese, would be cut in two if the box changed meanwhile.
let isComposing = false;

if (typeof document !== "undefined") {
  document.addEventListener("compositionstart", () => (isComposing = true));
  document.addEventListener("compositionend", () => (isComposing = false));
}

/** Fetch the editor once; a failed try is made again at the next occasion. */
export function loadRich() {
  loading ??= import("$/public/external/opentribe/web/widgets/editor/editor.jsx").then(
    (found) => {
      Loaded = found.RichEditor;
    },
    (error) => {
      loading = null;
      throw error;
    },
  );
  return loading;
}

/**
 * `Editor` is the component to write in, or null for the plain text area, which shows until it has come.
 * `area` is the text area; whoever was writing in it goes on writing in the editor.
 */
export function useRich(isWanted, area) {
  const [Editor, setEditor] = useState(null);
  const [isPlain, setPlain] = useState(false);
  const takesFocus = useRef(false);
  useEffect(() => setPlain(prefersPlain()), []);
  useEffect(() => {
    if (!isWanted || isPlain || prefersPlain()) return undefined;
    let isHere = true;
    const show = () => {
      if (!isHere) return;
      if (isComposing) {
        document.addEventListener("compositionend", () => setTimeout(show), { once: true });
        return;
      }
      takesFocus.current = takesFocus.current || (area.current !== null && document.activeElement === area.current);
      setEditor(() => Loaded);
    };
    if (Loaded) show();
    else loadRich().then(show, () => undefined);
    return () => {
      isHere = false;
    };
  }, [isWanted, isPlain]);

  function choose(plain) {
    prefer(plain);
    takesFocus.current = !plain;
    setPlain(plain);
    if (plain) {
      setEditor(null);
      requestAnimationFrame(() => area.current?.focus());
    }
  }

  return { Editor: isPlain ? null : Editor, isPlain, takesFocus, choose, fail: () => setEditor(null) };
}

function prefersPlain() {
  try {
    return localStorage.getItem(PREFERENCE) === "markdown";
  } catch {
    return false;
  }
}

function prefer(plain) {
  try {
    if (plain) localStorage.setItem(PREFERENCE, "markdown");
    else localStorage.removeItem(PREFERENCE);
  } catch {
    // The choice holds for this box then.
  }
}
