// Who is here now, as the server tells members; visitors are told nothing, so they see no dots.
import { useSyncExternalStore } from "react";
import { heard, onNote } from "./live.js";

// Kept outside the components, since pages are drawn anew and the whole list comes once for each connection.
let here = new Set();
const tellers = new Set();

function take({ all, on, off }) {
  const next = new Set(all ?? here);
  on?.forEach((handle) => next.add(handle));
  off?.forEach((handle) => next.delete(handle));
  here = next;
  tellers.forEach((tell) => tell());
}

if (typeof window !== "undefined") {
  heard("here").forEach(take);
  onNote("here", take);
}

function listen(tell) {
  tellers.add(tell);
  return () => tellers.delete(tell);
}

function useHere(handle) {
  return useSyncExternalStore(
    listen,
    () => here.has(handle),
    () => false,
  );
}

/** Stands on every page, so that this module hears the whole list wherever one comes in. */
export function HereNow() {
  return null;
}

/** The dot on a picture; what it means is said beside the name. */
export function HereDot({ handle }) {
  return useHere(handle) ? <span className="here-dot" aria-hidden="true" /> : null;
}

/** The same for those who do not see the dot, or with `isShown` for everybody. */
export function HereWord({ handle, isShown }) {
  const is = useHere(handle);
  if (!is) return null;
  return isShown ? <span className="here-word">Online now</span> : <span className="visually-hidden">, online now</span>;
}

/** How many are here. */
export function HereCount() {
  const count = useSyncExternalStore(
    listen,
    () => here.size,
    () => 0,
  );
  if (count === 0) return null;
  return (
    <div>
      <dt>Online now</dt>
      <dd>{count}</dd>
    </div>
  );
}
