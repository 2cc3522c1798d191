// What the server pushes to open pages: short notes, each of a kind (`k`), heard by whoever shows what they are about.
const listeners = new Map();

if (typeof window !== "undefined") {
  window.addEventListener("opentribe:live", ({ detail }) => {
    for (const note of detail) listeners.get(note.k)?.forEach((hear) => hear(note));
  });
}

/** Calls `hear` with every note of a kind; gives back how to stop. */
export function onNote(kind, hear) {
  if (!listeners.has(kind)) listeners.set(kind, new Set());
  listeners.get(kind).add(hear);
  return () => listeners.get(kind).delete(hear);
}
