// What the server pushes to open pages: short notes, each of a kind (`k`), heard by whoever shows what they are about.
const listeners = new Map();
// A page that was being read while something happened may arrive after the push that told of it.
const REMEMBERED = 4000;
let latest = new Map();

if (typeof window !== "undefined") {
  window.addEventListener("opentribe:live", ({ detail }) => {
    const now = Date.now();
    latest = new Map([...latest].filter(([, { at }]) => now - at < REMEMBERED));
    for (const note of detail) {
      if (note.k === "row") latest.set(note.id, { at: now, values: { ...latest.get(note.id)?.values, ...note.values } });
      listeners.get(note.k)?.forEach((hear) => hear(note));
    }
  });
}

/** Calls `hear` with every note of a kind; gives back how to stop. */
export function onNote(kind, hear) {
  if (!listeners.has(kind)) listeners.set(kind, new Set());
  listeners.get(kind).add(hear);
  return () => listeners.get(kind).delete(hear);
}

/** The notes of a kind that came before whoever asks was there. */
export function heard(kind) {
  return (typeof window === "undefined" ? [] : (window.opentribeLive ?? [])).filter(({ k }) => k === kind);
}

/** What was said of a row in the last moments, for whoever begins to show it. */
export function lately(id) {
  const held = latest.get(id);
  return held && Date.now() - held.at < REMEMBERED ? held.values : undefined;
}
