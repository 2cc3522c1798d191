// The editor's toolbar: one stop for Tab, then arrow keys, Home and End.
import { useRef, useState } from "react";
import { Image } from "lucide-react";
import { BLOCKS, HEADINGS, LINK, LISTS, MARKS } from "./blocks.js";

export function Toolbar({ editor, onLink, onFile, onPlain, isCompact, isOff }) {
  const bar = useRef(null);
  const [current, setCurrent] = useState(0);
  const groups = [
    ...(isCompact ? [] : [HEADINGS]),
    [...MARKS, { ...LINK, run: onLink }],
    LISTS,
    [...BLOCKS, ...(onFile ? [{ label: "Image or file", icon: Image, run: onFile }] : [])],
  ];

  function onKeyDown(event) {
    const buttons = [...bar.current.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement);
    const steps = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 };
    if (event.key === "Escape") editor.commands.focus();
    if (!(event.key in steps)) return;
    event.preventDefault();
    const next = (steps[event.key] + buttons.length) % buttons.length;
    setCurrent(next);
    buttons[next].focus();
  }

  let place = -1;
  const button = ({ label, icon: Icon, keys, run, isOn, isOff: isOffHere }) => {
    place += 1;
    const own = place;
    return (
      <button
        key={label}
        type="button"
        className="icon-button"
        tabIndex={own === current ? 0 : -1}
        title={keys ? `${label} (${keys})` : label}
        aria-label={label}
        aria-pressed={isOn ? isOn(editor) : undefined}
        aria-disabled={isOff || isOffHere?.(editor) || undefined}
        onFocus={() => setCurrent(own)}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => !isOff && !isOffHere?.(editor) && run(editor)}
      >
        <Icon aria-hidden="true" />
      </button>
    );
  };
  return (
    <div className="editor-bar">
      <div ref={bar} className="toolbar editor-tools" role="toolbar" aria-label="Formatting" onKeyDown={onKeyDown}>
        {groups.map((group) => (
          <span key={group[0].label} className="tool-group">
            {group.map(button)}
          </span>
        ))}
      </div>
      <button type="button" className="writes-plain" title="Write Markdown as plain text" onClick={onPlain}>
        Markdown
      </button>
    </div>
  );
}
