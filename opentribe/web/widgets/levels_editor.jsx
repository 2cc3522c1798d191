// The community's levels as a list to change: names, points, colours; one more, one less, the first ones again.
import { useEffect, useState } from "react";
import { CircleAlert, Plus, RotateCcw, Trash2 } from "lucide-react";
import { LevelMark } from "./level.jsx";

let made = 0;
const keyed = (levels) => levels.map((level) => ({ ...level, threshold: String(level.threshold), key: (made += 1) }));

// As the server decides: the two meet at a luminance of 0.179 (WCAG 2.1).
function inkOn(color) {
  const parts = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16) / 255);
  const [red, green, blue] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000000" : "#FFFFFF";
}

export function LevelsEditor({ form, defaults, errors, fewest, most, isBusy, isAwake, onSave }) {
  const [rows, setRows] = useState(() => keyed(form.levels));
  const [shown, setShown] = useState({});
  useEffect(() => setShown(errors ?? {}), [errors]);

  function change(key, values) {
    setRows(rows.map((row) => (row.key === key ? { ...row, ...values } : row)));
  }
  function rearrange(next) {
    setRows(next);
    setShown({}); // what was refused stood in other rows
  }
  function add() {
    const highest = Math.max(...rows.map((row) => Number(row.threshold) || 0));
    const [next] = keyed([{ id: "", name: "", threshold: highest + 500, color: "#5B6B63" }]);
    rearrange([...rows, next]);
  }
  function save(event) {
    event.preventDefault();
    if (isBusy) return;
    const levels = rows.map(({ id, name, threshold, color }) => ({ id, name, threshold, color }));
    onSave({ version: form.version, levels });
  }

  return (
    <form className="card form levels-editor" method="post" noValidate onSubmit={save}>
      {shown.form || shown.levels ? (
        <p className="form-error" role="alert">
          <CircleAlert aria-hidden="true" />
          <span>{shown.form || shown.levels}</span>
        </p>
      ) : null}
      <ol className="level-rows" aria-label="Levels">
        {rows.map((row, place) => (
          <Row
            key={row.key}
            {...{ row, place }}
            problems={["name", "threshold", "color"].map((field) => [field, shown[`${field}_${place}`]])}
            onChange={(values) => change(row.key, values)}
            onRemove={rows.length > fewest ? () => rearrange(rows.filter((each) => each !== row)) : null}
          />
        ))}
      </ol>
      <div className="form-actions">
        <button type="button" className="button quiet" disabled={rows.length >= most} onClick={add}>
          <Plus aria-hidden="true" />
          <span>Add a level</span>
        </button>
        <button type="button" className="button ghost" onClick={() => rearrange(keyed(defaults))}>
          <RotateCcw aria-hidden="true" />
          <span>Restore the defaults</span>
        </button>
        <button type="submit" className="button primary end" aria-busy={isBusy} disabled={isBusy || !isAwake}>
          <span>Save levels</span>
        </button>
      </div>
    </form>
  );
}

function Row({ row, place, problems, onChange, onRemove }) {
  const number = place + 1;
  const said = problems.filter(([, words]) => words);
  const about = (field) => ({
    "aria-invalid": said.some(([name]) => name === field),
    "aria-describedby": said.length ? `level-${row.key}-error` : undefined,
  });
  return (
    <li className="level-row">
      <LevelMark level={number} color={row.color} ink={inkOn(row.color)} />
      <input
        className="input level-name"
        aria-label={`Name of level ${number}`}
        autoComplete="off"
        value={row.name}
        onChange={(event) => onChange({ name: event.target.value })}
        {...about("name")}
      />
      <label className="level-from">
        <span>from</span>
        <input
          className="input"
          type="number"
          inputMode="numeric"
          min="0"
          step="1"
          aria-label={`Points at which level ${number} begins`}
          value={row.threshold}
          onChange={(event) => onChange({ threshold: event.target.value })}
          {...about("threshold")}
        />
        <span>points</span>
      </label>
      <input
        type="color"
        className="level-color"
        aria-label={`Colour of level ${number}`}
        title="Colour"
        value={row.color}
        onChange={(event) => onChange({ color: event.target.value })}
      />
      <button
        type="button"
        className="icon-button"
        aria-label={`Remove level ${number}`}
        title="Remove"
        disabled={!onRemove}
        onClick={onRemove ?? undefined}
      >
        <Trash2 aria-hidden="true" />
      </button>
      {said.length ? (
        <p className="field-error" role="alert" id={`level-${row.key}-error`}>
          <CircleAlert aria-hidden="true" />
          <span>{said.map(([, words]) => words).join(" ")}</span>
        </p>
      ) : null}
    </li>
  );
}
