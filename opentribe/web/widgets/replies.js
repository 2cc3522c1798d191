// What answers a comment, as far as the browser has it: runs of replies that follow one another, put in order of time,
// with word of where some are still missing.

/**
 * @param thread {id, reply_count, replies, has_earlier, has_later}: a comment with its first run.
 * @param runs [{thread_id, replies, after, before, has_earlier, has_later}]: what came later, of any thread.
 * @param changes Map of id to changed values, or to null for what was taken away.
 * @returns the thread with all its replies; `gap` of a reply, or `gap` of the thread for its end, is an object where
 * some are missing: {after, before, count}, where `count` is 0 unless it is known.
 */
export function joined(thread, runs, changes) {
  const mine = [thread, ...runs.filter((run) => run.thread_id === thread.id)];
  const { rows, links, firsts, lasts } = gathered(mine);
  if (rows.length === 0) return { ...thread, replies: [], gap: thread.reply_count > 0 ? { count: thread.reply_count } : null };
  const living = rows.filter((row) => changes.get(row.id) !== null);
  const hidden = thread.reply_count - living.length;
  const gaps = new Map();
  let end = null;
  if (hidden > 0) {
    if (!firsts.has(rows[0].id)) gaps.set(rows[0].id, { before: rows[0].id });
    for (let at = 1; at < rows.length; at++) {
      const [one, other] = [rows[at - 1].id, rows[at].id];
      if (!links.has(one + other)) gaps.set(other, { after: one });
    }
    const last = rows.at(-1).id;
    if (!lasts.has(last) || gaps.size === 0) end = { after: last };
    const only = gaps.size + (end ? 1 : 0) === 1 ? hidden : 0;
    for (const gap of [...gaps.values(), end]) if (gap) gap.count = only;
  }
  let waiting = null; // the gap before a reply that was taken away belongs to the next one
  const replies = [];
  for (const row of rows) {
    waiting = gaps.get(row.id) ?? waiting;
    if (changes.get(row.id) === null) continue;
    replies.push({ ...row, ...(changes.get(row.id) ?? {}), gap: waiting });
    waiting = null;
  }
  return { ...thread, replies, gap: end ?? waiting };
}

/** Every reply once, in order of time, and which of them are known to be neighbours, the first or the last. */
function gathered(runs) {
  const rows = new Map();
  const [links, firsts, lasts] = [new Set(), new Set(), new Set()];
  for (const run of runs) {
    const ids = (run.replies ?? []).map((reply) => reply.id);
    run.replies?.forEach((reply) => rows.set(reply.id, reply));
    const chain = [run.after, ...ids, run.before].filter(Boolean);
    chain.slice(1).forEach((id, at) => links.add(chain[at] + id));
    if (chain.length === 0) continue;
    if (!run.has_earlier && !run.after) firsts.add(chain[0]);
    if (!run.has_later && !run.before) lasts.add(chain.at(-1));
  }
  const order = [...rows.values()].sort((one, other) => (place(one) < place(other) ? -1 : 1));
  return { rows: order, links, firsts, lasts };
}

/** A text that sorts as (time, id) does; times come with as many digits as they need. */
function place({ created_at: time, id }) {
  const [seconds, rest = ""] = time.split(/[.+Z]/);
  return seconds + (time.includes(".") ? rest : "").padEnd(6, "0") + id;
}
