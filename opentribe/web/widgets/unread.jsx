// Unread dots that light up while one looks: what the server said, and what was posted since.
import { useEffect, useMemo, useState } from "react";
import { useLocation } from "react-router";
import { onNote } from "./live.js";

// Kept outside the components, since the sidebar is drawn anew with every page.
let lit = new Set();
let hidesBots = false;
const tellers = new Set();

function change(next) {
  lit = next;
  tellers.forEach((tell) => tell(next));
}

if (typeof window !== "undefined") {
  onNote("post", ({ space, bot }) => (bot && hidesBots) || change(new Set([...lit, space])));
}

function useLit() {
  const [held, setHeld] = useState(lit);
  useEffect(() => {
    setHeld(lit);
    tellers.add(setHeld);
    return () => tellers.delete(setHeld);
  }, []);
  return held;
}

/** The spaces with what is lit by now; the one that is open is being read. Where one hides bots, they light nothing. */
export function useUnread(spaces, hides) {
  useEffect(() => {
    hidesBots = hides;
  }, [hides]);
  const held = useLit();
  const { pathname } = useLocation();
  const open = spaces.find(({ slug }) => pathname.replace(/\/$/, "") === `/spaces/${slug}`);
  useEffect(() => {
    if (open && held.has(open.id)) change(new Set([...held].filter((id) => id !== open.id)));
  }, [open?.id, held]);
  return useMemo(
    () => spaces.map((space) => (held.has(space.id) && space !== open ? { ...space, has_unread: true } : space)),
    [spaces, held, open],
  );
}

export function AnyUnread({ known }) {
  const held = useLit();
  return known || held.size > 0 ? <span className="unread-dot" /> : null;
}
