// Files that are on their way: how far each is, how to stop it, and what went wrong. Each goes where it was dropped.
import { useEffect, useRef, useState } from "react";
import { RotateCcw, X } from "lucide-react";
import { forget, insertAt, keepPlace, placeOf } from "./upload_places.js";

const CUT_OFF = "The upload was cut off. Check your connection and try again.";
const FAILED = "This file could not be stored. Try again.";
const MOST_AT_ONCE = 10;

/** `add(files, at)` sends files into the editor; `rows` is what is under way or has failed. */
export function useUploads(editor, onBusy) {
  const [rows, setRows] = useState([]);
  const requests = useRef(new Map());
  const change = (id, values) => setRows((all) => all.map((row) => (row.id === id ? { ...row, ...values } : row)));
  const drop = (id) => setRows((all) => all.filter((row) => row.id !== id));
  const isBusy = rows.some((row) => !row.problem);

  useEffect(() => onBusy?.(isBusy), [isBusy]);
  useEffect(
    () => () => {
      requests.current.forEach((request) => request.abort());
      onBusy?.(false);
    },
    [],
  );

  function add(files, at) {
    for (const file of [...files].slice(0, MOST_AT_ONCE)) {
      const id = `${performance.now()}${Math.random()}`;
      keepPlace(editor.view, id, at ?? editor.state.selection.from);
      setRows((all) => [...all, { id, file, share: 0, problem: "" }]);
      start(id, file);
    }
  }

  function start(id, file) {
    change(id, { share: 0, problem: "" });
    const request = send(file, {
      onShare: (share) => change(id, { share }),
      onStored(card) {
        requests.current.delete(id);
        if (!editor.isDestroyed) insertAt(editor, id, card);
        drop(id);
      },
      onProblem(problem) {
        requests.current.delete(id);
        change(id, { problem });
      },
    });
    requests.current.set(id, request);
  }

  function stop(id) {
    requests.current.get(id)?.abort();
    requests.current.delete(id);
    forget(editor.view, id);
    drop(id);
    editor.commands.focus();
  }

  return { rows, add, stop, again: (row) => placeOf(editor.state, row.id) !== undefined && start(row.id, row.file) };
}

/** One file by XMLHttpRequest, which alone tells how far it is. */
function send(file, { onShare, onStored, onProblem }) {
  const request = new XMLHttpRequest();
  const form = new FormData();
  form.append("file", file, file.name || "image.png");
  request.upload.onprogress = ({ loaded, total }) => onShare(total ? loaded / total : 0);
  request.onerror = () => onProblem(CUT_OFF);
  request.onload = () => {
    let answer = {};
    try {
      answer = JSON.parse(request.responseText);
    } catch {
      // A proxy's page, not our words.
    }
    if (request.status === 201 && answer.url) onStored(answer);
    else onProblem(typeof answer.detail === "string" ? answer.detail : FAILED);
  };
  request.open("POST", "/files");
  request.send(form);
  return request;
}

export function Uploads({ uploads }) {
  if (!uploads.rows.length) return null;
  return (
    <ul className="uploads" aria-label="Files on their way">
      {uploads.rows.map((row) => (
        <li key={row.id} className="upload">
          <span className="upload-name">{row.file.name}</span>
          {row.problem ? (
            <span className="field-error" role="alert">
              {row.problem}
            </span>
          ) : (
            <progress max="1" value={row.share} aria-label={`Sending ${row.file.name}`} />
          )}
          {row.problem && (
            <button type="button" className="icon-button small" aria-label={`Try ${row.file.name} again`} title="Try again" onClick={() => uploads.again(row)}>
              <RotateCcw aria-hidden="true" />
            </button>
          )}
          <button
            type="button"
            className="icon-button small"
            aria-label={row.problem ? `Dismiss ${row.file.name}` : `Cancel ${row.file.name}`}
            title={row.problem ? "Dismiss" : "Cancel"}
            onClick={() => uploads.stop(row.id)}
          >
            <X aria-hidden="true" />
          </button>
        </li>
      ))}
    </ul>
  );
}
