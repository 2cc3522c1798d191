// The list of suggestions below the cursor: arrows choose, Enter and Tab take, Escape closes.
import { useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { offered } from "./sources.js";
import { dismiss } from "./suggest.js";

const NAMES = { blocks: "Blocks", people: "People", tags: "Tags" };

export function Suggestions({ editor, asked, keys, onFile }) {
  const [rows, setRows] = useState([]);
  const [chosen, setChosen] = useState(0);
  const box = useRef(null);
  const id = useId();
  const isOpen = Boolean(asked) && rows.length > 0;
  const latest = useRef(asked);
  latest.current = asked;

  useEffect(() => {
    const away = new AbortController();
    if (asked) {
      offered(asked, onFile, away.signal).then((found) => {
        if (away.signal.aborted) return;
        setChosen(0);
        setRows(found);
      });
    } else setRows([]);
    return () => away.abort();
  }, [asked?.kind, asked?.query, asked?.from]);

  function take(row) {
    row.choose(editor, latest.current);
  }

  keys.current = (event) => {
    if (!isOpen || event.isComposing) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setChosen((chosen + step + rows.length) % rows.length);
    else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) take(rows[chosen]);
    else if (event.key === "Tab" && !event.shiftKey) take(rows[chosen]);
    else if (event.key === "Escape") dismiss(editor.view);
    else return false;
    event.stopPropagation();
    return true;
  };

  useEffect(() => {
    const { dom } = editor.view;
    if (!isOpen) return undefined;
    const told = { "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-controls": id, "aria-activedescendant": `${id}-${chosen}` };
    for (const [name, value] of Object.entries(told)) dom.setAttribute(name, value);
    box.current?.querySelector(`[id="${id}-${chosen}"]`)?.scrollIntoView({ block: "nearest" });
    return () => Object.keys(told).forEach((name) => dom.removeAttribute(name));
  }, [isOpen, chosen, rows]);

  useLayoutEffect(() => {
    if (!isOpen) return;
    const frame = box.current.parentElement.getBoundingClientRect();
    const place = editor.view.coordsAtPos(asked.from);
    const room = frame.width - box.current.offsetWidth - 8;
    box.current.style.setProperty("--left", `${Math.max(8, Math.min(place.left - frame.left, room))}px`);
    box.current.style.setProperty("--top", `${place.bottom - frame.top + 6}px`);
  }, [isOpen, asked, rows]);

  return (
    <>
      <p className="visually-hidden" role="status">
        {isOpen ? `${rows.length} suggestions. ${rows[chosen]?.label ?? ""}` : ""}
      </p>
      {isOpen && (
        <ul ref={box} id={id} tabIndex={0} className="suggestions" role="listbox" aria-label={NAMES[asked.kind]}>
          {rows.map((row, index) => (
            <li
              key={row.key}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === chosen}
              className="suggestion"
              onMouseDown={(event) => event.preventDefault()}
              onMouseMove={() => setChosen(index)}
              onClick={() => take(row)}
            >
              {row.icon && <row.icon aria-hidden="true" />}
              {row.image && <img src={row.image} alt="" width="24" height="24" />}
              <span>{row.label}</span>
              {row.note && <span className="note">{row.note}</span>}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
