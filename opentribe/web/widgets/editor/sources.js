// Where suggestions come from, by what is asked for.
import { menuOf } from "./blocks.js";

const NOT_AT_ONCE = 90; // ms; who types on asks something else
const PLACES = { people: "/suggest/people", tags: "/suggest/tags" };
const MOST = 8;

/** A slash at the start of a line asks for blocks; `@` and `#` where a word could begin, for people and tags. */
export const SIGNS = {
  blocks: /^(\/([\p{L}\d ]{0,20}))$/u,
  people: /(?:^|[\s(\ufffc])(@([\p{L}\d_]{0,24}))$/u,
  tags: /(?:^|[\s(\ufffc])(#([\p{L}\d_-]{1,38}))$/u,
};

/** What to offer: rows of `{ key, label, note?, icon?, image?, choose(editor, { from, to }) }`, best first; none when the server does not answer. */
export async function offered(asked, file, signal) {
  if (asked.kind === "blocks") return blocks(asked, file);
  await new Promise((done) => setTimeout(done, NOT_AT_ONCE));
  if (signal.aborted) return [];
  const sign = asked.kind === "people" ? "@" : "#";
  try {
    const answer = await fetch(`${PLACES[asked.kind]}?q=${encodeURIComponent(asked.query)}`, { signal });
    const found = answer.ok ? await answer.json() : [];
    return found.slice(0, MOST).map((row) => ({
      key: row.value,
      label: row.label,
      note: sign === "@" ? `@${row.value}` : row.count,
      image: row.image,
      choose: (editor, { from, to }) => editor.chain().focus().insertContentAt({ from, to }, { type: "text", text: `${sign}${row.value} ` }).run(),
    }));
  } catch {
    return [];
  }
}

function blocks(asked, file) {
  const query = asked.query.trim().toLowerCase();
  const isMeant = ({ label, words }) => `${label.toLowerCase()} ${words}`.split(" ").some((word) => word.startsWith(query)) || label.toLowerCase().startsWith(query);
  return menuOf(file)
    .filter(isMeant)
    .map((block) => ({
      key: block.label,
      label: block.label,
      icon: block.icon,
      choose(editor, { from, to }) {
        editor.chain().deleteRange({ from, to }).run();
        block.run(editor);
      },
    }));
}
