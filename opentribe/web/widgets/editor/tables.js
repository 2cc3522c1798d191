// Tables as Markdown has them: a head, rows below it, one line of text in each cell, an alignment for each column.
import { Extension, Node, callOrReturn, getExtensionField } from "@tiptap/core";
import { Plugin, TextSelection } from "@tiptap/pm/state";
import {
  CellSelection,
  TableMap,
  addColumnAfter,
  addRowAfter,
  deleteColumn,
  deleteRow,
  deleteTable,
  goToNextCell,
  isInTable,
  selectedRect,
  tableEditing,
} from "@tiptap/pm/tables";
import { lineOf } from "./clipboard.js";

const ALIGNMENTS = new Set(["left", "center", "right"]);

export const Table = Node.create({
  name: "table",
  group: "block",
  content: "tableRow+",
  tableRole: "table",
  isolating: true,
  parseHTML: () => [{ tag: "table" }],
  renderHTML: () => ["table", ["tbody", 0]],
});

export const TableRow = Node.create({
  name: "tableRow",
  content: "(tableCell | tableHeader)*",
  tableRole: "row",
  parseHTML: () => [{ tag: "tr" }],
  renderHTML: () => ["tr", 0],
});

const cell = (name, tag, tableRole) =>
  Node.create({
    name,
    content: "inline*",
    tableRole,
    isolating: true,
    // Spans are asked for by ProseMirror's tables; Markdown has none.
    addAttributes: () => ({
      align: { default: null, parseHTML: alignmentOf, renderHTML: ({ align }) => (align ? { align } : {}) },
      colspan: { default: 1, rendered: false },
      rowspan: { default: 1, rendered: false },
      colwidth: { default: null, rendered: false },
    }),
    parseHTML: () => [{ tag, getContent: lineOf }],
    renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
  });

export const TableHeader = cell("tableHeader", "th", "header_cell");
export const TableCell = cell("tableCell", "td", "cell");

function alignmentOf(element) {
  const align = element.getAttribute("align") ?? element.style.textAlign;
  return ALIGNMENTS.has(align) ? align : null;
}

/** What one does with tables, and the keys for it. */
export const TableEditing = Extension.create({
  name: "tableEditing",

  extendNodeSchema(extension) {
    const context = { name: extension.name, options: extension.options, storage: extension.storage };
    return { tableRole: callOrReturn(getExtensionField(extension, "tableRole", context)) };
  },

  addCommands() {
    const plain = (command) => () => ({ state, dispatch }) => command(state, dispatch);
    return {
      insertTable: () => ({ tr, dispatch, editor }) => insertTable(tr, dispatch, editor.schema),
      addTableRow: plain(addRowAfter),
      addTableColumn: plain(addColumnAfter),
      deleteTableRow: plain(deleteBelowHead),
      deleteTableColumn: plain((state, dispatch) => deleteColumn(state, staying(state, dispatch))),
      deleteTable: plain(deleteTable),
      alignColumn: (align) => ({ state, tr }) => alignColumn(state, tr, align),
    };
  },

  addKeyboardShortcuts() {
    const { editor } = this;
    const next = () => isInTable(editor.state) && goToNextCell(1)(editor.state, editor.view.dispatch);
    return {
      Tab: () => {
        if (!isInTable(editor.state)) return false;
        return next() || (editor.commands.addTableRow() && next());
      },
      "Shift-Tab": () => isInTable(editor.state) && goToNextCell(-1)(editor.state, editor.view.dispatch),
      // Cells hold one line: Enter goes on to the cell below, or out of the table at its end.
      Enter: () => isInTable(editor.state) && goDown(editor),
    };
  },

  addProseMirrorPlugins: () => [tableEditing({ allowTableNodeSelection: false }), new Plugin({ appendTransaction: tidy })],
});

/** The first row is the head and no other is, whatever was pasted. */
function tidy(transactions, _before, { doc, schema, tr }) {
  if (!transactions.some((each) => each.docChanged)) return null;
  doc.descendants((table, at) => {
    if (table.type !== schema.nodes.table) return !table.isTextblock;
    table.descendants((node, place, row) => {
      const wanted = row.type === schema.nodes.tableRow && (row === table.firstChild ? schema.nodes.tableHeader : schema.nodes.tableCell);
      if (wanted && node.type !== wanted) tr.setNodeMarkup(at + 1 + place, wanted, node.attrs);
      return node.type === schema.nodes.tableRow;
    });
    return false;
  });
  return tr.docChanged ? tr : null;
}

function insertTable(tr, dispatch, { nodes }) {
  const row = (type) => nodes.tableRow.create(null, [type.create(), type.create(), type.create()]);
  const table = nodes.table.create(null, [row(nodes.tableHeader), row(nodes.tableCell), row(nodes.tableCell)]);
  if (dispatch) {
    const at = tr.selection.from;
    tr.replaceSelectionWith(table).scrollIntoView();
    let start = null;
    tr.doc.nodesBetween(Math.max(0, at - 1), tr.doc.content.size, (node, place) => {
      if (start === null && node.type === nodes.tableHeader && place >= at - 2) start = place + 1;
      return start === null;
    });
    if (start !== null) tr.setSelection(TextSelection.create(tr.doc, start));
  }
  return true;
}

/** The head stays: Markdown's tables have one. */
function deleteBelowHead(state, dispatch) {
  if (!isInTable(state) || selectedRect(state).top === 0) return false;
  return deleteRow(state, staying(state, dispatch));
}

/** Dispatches with the cursor where it was, or in the nearest cell that is left. */
function staying(state, dispatch) {
  if (!dispatch || !isInTable(state)) return dispatch;
  const { top, left, tableStart } = selectedRect(state);
  return (tr) => {
    const table = tr.doc.nodeAt(tableStart - 1);
    if (table?.type.name === "table") {
      const map = TableMap.get(table);
      const cell = map.map[Math.min(top, map.height - 1) * map.width + Math.min(left, map.width - 1)];
      tr.setSelection(TextSelection.near(tr.doc.resolve(tableStart + cell + 1)));
    }
    dispatch(tr);
  };
}

function alignColumn(state, tr, align) {
  if (!isInTable(state)) return false;
  const { map, table, tableStart, left, right } = selectedRect(state);
  for (let row = 0; row < map.height; row += 1) {
    for (const at of map.cellsInRect({ left, right, top: row, bottom: row + 1 })) {
      if (table.nodeAt(at)) tr.setNodeAttribute(tableStart + at, "align", align);
    }
  }
  return true;
}

function goDown({ state, view }) {
  const { map, tableStart, table, left, bottom } = selectedRect(state);
  const selection =
    bottom < map.height
      ? TextSelection.near(state.doc.resolve(tableStart + map.map[bottom * map.width + left] + 1))
      : TextSelection.near(state.doc.resolve(Math.min(tableStart + table.nodeSize - 1, state.doc.content.size)), 1);
  view.dispatch(state.tr.setSelection(selection).scrollIntoView());
  return true;
}

/** Column and row of the cell one is in; null outside of tables. */
export function placeInTable(state) {
  if (!isInTable(state)) return null;
  const { top, left, map, table } = selectedRect(state);
  const align = table.nodeAt(map.map[left])?.attrs.align ?? null;
  return { isHead: top === 0, align, isLastColumn: map.width === 1, isMany: state.selection instanceof CellSelection };
}
