// What the toolbar does to the selected text of a text area, as one step that the browser can undo.

function insert(area, start, end, text, selectFrom, selectTo) {
  area.focus();
  area.setSelectionRange(start, end);
  // The old command is the only one that keeps the browser's own undo; the other way is the fallback.
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, start, end, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  area.setSelectionRange(selectFrom, selectTo);
}

/** Put marks around the selection, or take them away when they are there. */
export function wrap(area, mark, hint) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const chosen = value.slice(start, end);
  const size = mark.length;
  if (value.slice(start - size, start) === mark && value.slice(end, end + size) === mark) {
    insert(area, start - size, end + size, chosen, start - size, end - size);
    return;
  }
  const text = chosen || hint;
  insert(area, start, end, mark + text + mark, start + size, start + size + text.length);
}

/** Begin every selected line with a prefix, or take it away when all have it. */
export function prefixLines(area, prefix) {
  const { selectionStart, selectionEnd, value } = area;
  const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const stop = value.indexOf("\n", selectionEnd);
  const end = stop === -1 ? value.length : stop;
  const lines = value.slice(start, end).split("\n");
  const numbered = prefix === "1. ";
  const had = lines.every((line) => (numbered ? /^\d+\. /.test(line) : line.startsWith(prefix)));
  const text = lines
    .map((line, index) => {
      if (had) return numbered ? line.replace(/^\d+\. /, "") : line.slice(prefix.length);
      return (numbered ? `${index + 1}. ` : prefix) + line;
    })
    .join("\n");
  insert(area, start, end, text, start + text.length, start + text.length);
}

/** Make the selection a link and select the address to type over. */
export function link(area) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const text = value.slice(start, end) || "link text";
  const from = start + text.length + 3;
  insert(area, start, end, `[${text}](https://)`, from, from + 8);
}

/** Code: ticks within a line, a fence around several. */
export function code(area) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const chosen = value.slice(start, end);
  if (!chosen.includes("\n")) {
    wrap(area, "`", "code");
    return;
  }
  const text = "```\n" + chosen + "\n```";
  insert(area, start, end, text, start + 3, start + 3);
}
