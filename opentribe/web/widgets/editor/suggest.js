// Watches for a sign that asks for suggestions before the cursor: `/` for blocks, `@` for people, `#` for tags.
import { Extension } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";

const KEY = new PluginKey("suggest");
const LONGEST = 40;

/**
 * `signs` are `{ kind: pattern }`; a pattern's first group is the sign with the query, the second the query.
 * `onAsk({ kind, query, from, to })` is told what is asked for, null when nothing is; `onKey(event)` sees keys first while it is.
 */
export const Suggest = Extension.create({
  name: "suggest",
  priority: 1100,

  addOptions: () => ({ signs: {}, onAsk: () => undefined, onKey: () => false }),

  addProseMirrorPlugins() {
    const { signs, onAsk, onKey } = this.options;
    return [
      new Plugin({
        key: KEY,
        state: {
          init: () => ({ asked: null, dismissed: null }),
          apply(tr, previous, _old, state) {
            const dismissed = tr.getMeta(KEY) ? previous.asked?.from ?? null : tr.mapping.map(previous.dismissed ?? 0) || null;
            const asked = findAsked(state, signs);
            if (!asked) return { asked: null, dismissed: null };
            return { asked: asked.from === dismissed ? null : asked, dismissed };
          },
        },
        view: () => ({
          update(view, before) {
            const { asked } = KEY.getState(view.state);
            if (asked !== KEY.getState(before).asked) onAsk(view.hasFocus() ? asked : null);
          },
          destroy: () => onAsk(null),
        }),
        props: {
          handleKeyDown: (view, event) => Boolean(KEY.getState(view.state).asked) && onKey(event),
          handleDOMEvents: {
            blur: () => {
              onAsk(null);
              return false;
            },
          },
        },
      }),
    ];
  },
});

/** Do not ask again for what stands here. */
export function dismiss(view) {
  view.dispatch(view.state.tr.setMeta(KEY, true));
}

function findAsked({ selection, doc }, signs) {
  const { $from, empty } = selection;
  if (!empty || $from.parent.type.spec.code || $from.marks().some((mark) => mark.type.name === "code")) return null;
  const start = Math.max(0, $from.parentOffset - LONGEST);
  const before = $from.parent.textBetween(start, $from.parentOffset, "\n", "\ufffc");
  for (const [kind, pattern] of Object.entries(signs)) {
    const found = pattern.exec(start ? `\ufffc${before}` : before);
    if (found) return { kind, query: found[2], from: $from.pos - found[1].length, to: $from.pos, doc };
  }
  return null;
}
