// Comments of bots, for readers who hide them: those that stand together become one line, until it is pressed.
import { useEffect, useMemo, useState } from "react";

const UNFOLD = "opentribe:unfold";

/** Shows the run of comments that begins with this one. */
export function unfold(id) {
  window.dispatchEvent(new CustomEvent(UNFOLD, { detail: id }));
}

/**
 * @param rows comments with their `replies`, which are rows too.
 * @param wanted the id of a comment that a link led to, which is shown.
 * @returns the same; of each run of a bot's the first one alone, with `fold_count`, how many it stands for.
 */
export function useFolded(rows, hides, wanted) {
  const [opened, setOpened] = useState(() => new Set());
  useEffect(() => {
    const open = ({ detail }) => setOpened((held) => new Set([...held, detail]));
    window.addEventListener(UNFOLD, open);
    return () => window.removeEventListener(UNFOLD, open);
  }, []);
  return useMemo(() => (hides ? folded(rows, new Set([...opened, wanted])) : rows), [rows, hides, wanted, opened]);
}

function folded(rows, shown) {
  const runs = [];
  for (const row of rows) {
    const before = runs.at(-1);
    if (before && isHidden(row) && isHidden(before[0]) && !row.gap && !isParted(before.at(-1))) before.push(row);
    else runs.push([row]);
  }
  return runs.flatMap((run) => {
    const inside = run.map((row) => (row.replies?.length ? { ...row, replies: folded(row.replies, shown) } : row));
    if (!isHidden(run[0]) || run.some(({ id }) => shown.has(id))) return inside;
    return [{ ...inside[0], replies: inside.at(-1).replies, fold_count: run.length }];
  });
}

/** What answers a comment, shown or not, stands between it and the next. */
function isParted(row) {
  return Boolean(row.gap || row.replies?.length);
}

/** One's own bots are not hidden from oneself. */
function isHidden(row) {
  return row.author_is_bot && !row.deleted_at && !row.may_edit;
}
