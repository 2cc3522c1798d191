// Lists that grow while one scrolls: the server holds one page of rows, the browser keeps the pages before it.
import { useMemo, useRef } from "react";

/**
 * @param batch {epoch, number, rows}: a page; a new epoch starts the list afresh.
 * @param patches [{id, values}]: later changes to single rows; values null takes the row away.
 * @returns all rows of this epoch in order, patched.
 */
export function useRows(batch, patches) {
  const kept = useRef({ epoch: null, pages: new Map(), changes: new Map() });
  return useMemo(() => {
    const held = kept.current;
    if (held.epoch !== batch.epoch) {
      kept.current = { epoch: batch.epoch, pages: new Map(), changes: new Map() };
      return arrange(kept.current, batch, patches);
    }
    return arrange(held, batch, patches);
  }, [batch, patches]);
}

/** The server forgets changes in time; here they are kept as long as the rows they belong to. */
function arrange(held, batch, patches) {
  held.pages.set(batch.number, batch.rows ?? []);
  for (const { id, values } of patches ?? []) {
    held.changes.set(id, values === null ? null : { ...(held.changes.get(id) ?? {}), ...values });
  }
  const numbers = [...held.pages.keys()].sort((a, b) => a - b);
  const rows = numbers.flatMap((number) => held.pages.get(number));
  // A row that comes again on a later page stands there.
  const last = new Map(rows.map((row, index) => [row.id, index]));
  const single = rows.filter((row, index) => last.get(row.id) === index);
  return held.changes.size === 0 ? single : changed(single, held.changes);
}

function changed(rows, changes) {
  return rows.flatMap((row) => {
    const values = changes.get(row.id);
    if (values === null) return [];
    const next = values === undefined ? row : { ...row, ...values };
    return [next.replies?.length ? { ...next, replies: changed(next.replies, changes) } : next];
  });
}
