// List items, of which each may have a box to tick: Markdown's task lists are ordinary lists.
import { InputRule } from "@tiptap/core";
import { BulletList, ListItem, OrderedList } from "@tiptap/extension-list";

const BOX_TYPED = /^\s*\[([ xX]?)\]\s$/;
const TIGHT = { tight: { default: true, rendered: false } };

function withTightness() {
  return { ...this.parent?.(), ...TIGHT };
}

export const Bullets = BulletList.extend({ addAttributes: withTightness });
export const Numbers = OrderedList.extend({ addAttributes: withTightness });

export const Items = ListItem.extend({
  content: "block+",

  addAttributes() {
    return { checked: { default: null, parseHTML: checkedIn, renderHTML: ({ checked }) => (checked === null ? {} : { "data-checked": checked }) } };
  },

  addCommands() {
    return {
      /** Boxes for all items in the selection, or none when all have one; a list is made where there is none. */
      toggleTasks:
        () =>
        ({ state, chain }) => {
          const items = itemsAt(state.selection.from, state.selection.to, state.doc);
          if (!items.length) return chain().toggleBulletList().command(({ tr }) => setAll(tr, false)).run();
          const value = items.every(([, item]) => item.attrs.checked !== null) ? null : false;
          return chain().command(({ tr }) => setAll(tr, value)).run();
        },
    };
  },

  addInputRules() {
    return [
      new InputRule({
        find: BOX_TYPED,
        handler: ({ state, range, match, chain }) => {
          const $from = state.doc.resolve(range.from);
          const isInItem = $from.node(-1)?.type === this.type && $from.index(-1) === 0;
          const checked = /x/i.test(match[1]);
          const made = chain().deleteRange(range);
          (isInItem ? made : made.toggleBulletList()).command(({ tr }) => setAll(tr, checked)).run();
        },
      }),
    ];
  },

  addKeyboardShortcuts() {
    return {
      ...this.parent?.(),
      Enter: () => {
        const { checked } = this.editor.getAttributes(this.name);
        return this.editor.commands.splitListItem(this.name, { checked: checked === null ? null : false });
      },
      "Alt-Enter": () => {
        const { checked } = this.editor.getAttributes(this.name);
        return typeof checked === "boolean" && this.editor.commands.updateAttributes(this.name, { checked: !checked });
      },
      "Mod-Shift-9": () => this.editor.commands.toggleTasks(),
    };
  },

  addNodeView() {
    return ({ node, getPos, editor }) => itemView(node, getPos, editor);
  },
});

function checkedIn(element) {
  const kept = element.getAttribute("data-checked");
  if (kept !== null) return kept === "true";
  const box = element.querySelector(":scope > input[type=checkbox], :scope > label input[type=checkbox], :scope > p > input[type=checkbox]");
  return box ? box.checked : null;
}

function itemsAt(from, to, doc) {
  const found = [];
  const $from = doc.resolve(from);
  for (let depth = $from.depth; depth > 0 && !found.length && from === to; depth -= 1) {
    if ($from.node(depth).type.name === "listItem") return [[$from.before(depth), $from.node(depth)]];
  }
  doc.nodesBetween(from, to, (node, at) => {
    const isOwn = node.type.name === "listItem" && at + 1 + node.firstChild.nodeSize >= from;
    if (isOwn) found.push([at, node]);
  });
  return found;
}

function setAll(tr, checked) {
  for (const [at] of itemsAt(tr.selection.from, tr.selection.to, tr.doc)) tr.setNodeAttribute(at, "checked", checked);
  return true;
}

/** A box is drawn beside the item's text; Alt-Enter ticks it. */
function itemView(node, getPos, editor) {
  const dom = document.createElement("li");
  const contentDOM = dom.appendChild(document.createElement("div"));
  if (node.attrs.checked === null) return { dom: contentDOM.parentNode.removeChild(contentDOM) && dom, contentDOM: dom };
  dom.className = "task-list-item";
  const box = document.createElement("input");
  Object.assign(box, { type: "checkbox", className: "task-list-item-checkbox", checked: node.attrs.checked, contentEditable: "false", tabIndex: -1 });
  box.setAttribute("aria-label", "Done");
  box.addEventListener("change", () => {
    if (!editor.isEditable) box.checked = !box.checked;
    else editor.view.dispatch(editor.state.tr.setNodeAttribute(getPos(), "checked", box.checked));
  });
  dom.prepend(box);
  return {
    dom,
    contentDOM,
    stopEvent: (event) => event.target === box,
    ignoreMutation: (change) => change.type !== "selection" && !contentDOM.contains(change.target),
    update(next) {
      if (next.type !== node.type || next.attrs.checked === null) return false;
      box.checked = next.attrs.checked;
      return true;
    },
  };
}
