// One picture of somebody or something: chosen with a button or dropped, shown coming in, taken back, removed.
import { useEffect, useRef, useState } from "react";
import { PICTURE_TYPES, pictureProblem, sendFile } from "./sending.js";

export function PictureUpload({ purpose, address, name, onChoose, onRemove }) {
  const [share, setShare] = useState(null);
  const [problem, setProblem] = useState("");
  const [isOver, setOver] = useState(false);
  const cancel = useRef(null);
  useEffect(() => () => cancel.current?.abort(), []);

  async function take(file) {
    if (!file || share !== null) return;
    const wrong = pictureProblem(file);
    setProblem(wrong);
    if (wrong) return;
    cancel.current = new AbortController();
    setShare(0);
    try {
      const card = await sendFile(file, { purpose, onProgress: setShare, signal: cancel.current.signal });
      onChoose(card.id);
    } catch (words) {
      setProblem(words || "");
    }
    setShare(null);
  }

  return (
    <div
      className="picture-upload"
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files[0]);
      }}
    >
      {purpose === "cover" && address && <img className="cover" src={address} width="2048" height="512" alt={`Now: ${name}`} />}
      <div className="actions">
        {share === null ? (
          <Choice {...{ address, name, take, onRemove }} />
        ) : (
          <>
            <progress value={share} max={1} aria-label={`Sending ${name}`} />
            <span className="how" role="status">
              {share < 1 ? `${Math.round(share * 100)} %` : "Almost there…"}
            </span>
            <button type="button" className="button quiet" onClick={() => cancel.current?.abort()}>
              Cancel
            </button>
          </>
        )}
      </div>
      {problem && (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

function Choice({ address, name, take, onRemove }) {
  return (
    <>
      <label className="button quiet">
        <input
          type="file"
          className="visually-hidden"
          accept={PICTURE_TYPES}
          aria-label={`${address ? "Replace" : "Upload"} ${name}`}
          onChange={(event) => {
            take(event.target.files[0]);
            event.target.value = "";
          }}
        />
        <span>{address ? "Replace" : "Upload a picture"}</span>
      </label>
      {address && (
        <button type="button" className="button ghost warn" aria-label={`Remove ${name}`} onClick={onRemove}>
          Remove
        </button>
      )}
      <span className="how">or drop one here, up to 15 MB</span>
    </>
  );
}
