// What was pushed, laid over the rows that the server gave. What the server then says anew is newer.
import { useEffect, useMemo, useReducer, useRef } from "react";
import { lately, onNote } from "./live.js";

/**
 * @param rows the rows a list has, each with an `id`, some with `replies`, which are rows too.
 * @returns the same with pushed values and without what is gone.
 */
export function useLiveRows(rows) {
  const held = useRef({ said: new Map(), base: new Map(), gone: new Set() }).current;
  const [round, again] = useReducer((count) => count + 1, 0);
  useEffect(() => {
    const stops = [
      onNote("row", ({ id, values }) => {
        if (!held.base.has(id)) return;
        held.said.set(id, { ...held.said.get(id), ...values });
        again();
      }),
      onNote("gone", ({ id }) => {
        if (!held.base.has(id)) return;
        held.gone.add(id);
        again();
      }),
    ];
    return () => stops.forEach((stop) => stop());
  }, []);
  return useMemo(() => laidOver(rows, held), [rows, round]);
}

/** A single row, in the same way. */
export function useLiveRow(row) {
  const list = useMemo(() => (row ? [row] : []), [row]);
  return useLiveRows(list)[0] ?? row;
}

function laidOver(rows, held) {
  const base = new Map();
  const shown = rows.flatMap((row) => said(row, held, base));
  // A row that was gone may be put back; a list that was read anew then has it as another object.
  held.base = base;
  return shown;
}

function said(row, held, base) {
  const before = held.base.get(row.id);
  if (held.gone.has(row.id)) {
    if (before === row || before === undefined) {
      base.set(row.id, row);
      return [];
    }
    held.gone.delete(row.id);
  }
  base.set(row.id, row);
  const given = before === undefined ? { ...lately(row.id), ...held.said.get(row.id) } : held.said.get(row.id);
  const kept = Object.entries(given ?? {}).filter(([name]) => before === undefined || before[name] === row[name]);
  if (kept.length === 0) held.said.delete(row.id);
  else held.said.set(row.id, Object.fromEntries(kept));
  const next = kept.length === 0 ? row : { ...row, ...Object.fromEntries(kept) };
  return [next.replies?.length ? { ...next, replies: next.replies.flatMap((reply) => said(reply, held, base)) } : next];
}
