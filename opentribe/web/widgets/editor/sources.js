// Where suggestions come from, by what is asked for.
import { menuOf } from "./blocks.js";

/** At the start of a line a slash asks for blocks. */
export const SIGNS = { blocks: /^(\/([\p{L}\d ]{0,20}))$/u };

/** What to offer: `{ key, label, note?, icon?, image?, choose(editor) }`, best first. `file` opens the choice of a file. */
export function offered(asked, file) {
  const query = asked.query.trim().toLowerCase();
  return menuOf(file)
    .filter(({ label, words }) => !query || `${label.toLowerCase()} ${words}`.split(" ").some((word) => word.startsWith(query)) || label.toLowerCase().startsWith(query))
    .map((block) => ({
      key: block.label,
      label: block.label,
      icon: block.icon,
      choose(editor) {
        editor.chain().deleteRange({ from: asked.from, to: asked.to }).run();
        block.run(editor);
      },
    }));
}
