// Lists that grow while one scrolls: the server holds one page of rows, the browser keeps the pages before it.
import { useMemo, useRef } from "react";
import { joined } from "./replies.js";

/**
 * @param batch {epoch, number, rows}: a page; a new epoch starts the list afresh.
 * @param patches [{id, values}]: later changes to single rows; values null takes the row away.
 * @param runs [{key, thread_id, replies, ...}]: further replies of some rows, see replies.js.
 * @returns all rows of this epoch in order, patched.
 */
export function useRows(batch, patches, runs) {
  const kept = useRef({ epoch: null });
  return useMemo(() => {
    if (kept.current.epoch !== batch.epoch) {
      kept.current = { epoch: batch.epoch, pages: new Map(), changes: new Map(), runs: new Map() };
    }
    return arrange(kept.current, batch, patches, runs);
  }, [batch, patches, runs]);
}

/** The server forgets changes in time; here they are kept as long as the rows they belong to. */
function arrange(held, batch, patches, runs) {
  held.pages.set(batch.number, batch.rows ?? []);
  for (const run of runs ?? []) held.runs.set(run.key, run);
  for (const { id, values } of patches ?? []) {
    held.changes.set(id, values === null ? null : { ...(held.changes.get(id) ?? {}), ...values });
  }
  const numbers = [...held.pages.keys()].sort((a, b) => a - b);
  const rows = numbers.flatMap((number) => held.pages.get(number));
  // A row that comes again on a later page stands there.
  const last = new Map(rows.map((row, index) => [row.id, index]));
  const single = rows.filter((row, index) => last.get(row.id) === index);
  const patched = held.changes.size === 0 ? single : changed(single, held.changes);
  return runs === undefined ? patched : patched.map((row) => joined(row, [...held.runs.values()], held.changes));
}

function changed(rows, changes) {
  return rows.flatMap((row) => {
    const values = changes.get(row.id);
    if (values === null) return [];
    const next = values === undefined ? row : { ...row, ...values };
    return [next];
  });
}
