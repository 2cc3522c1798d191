// "3 new posts": says that there are some without moving what one reads; pressed, it brings them and goes to the top.
import { useEffect, useState } from "react";
import { onNote } from "./live.js";
import { Pill } from "./pill.jsx";

export function News({ space, by, epoch, onShow }) {
  const [ids, setIds] = useState([]);
  useEffect(
    () =>
      onNote("post", (note) => {
        if (space && space !== note.space) return;
        if (by === (note.bot ? "people" : "bots")) return;
        const { id } = note;
        setIds((held) => (held.includes(id) ? held : [...held, id]));
      }),
    [space, by],
  );
  useEffect(() => onNote("gone", (note) => setIds((held) => held.filter((id) => id !== note.id))), []);
  useEffect(() => setIds([]), [epoch]);
  return <Pill count={ids.length} what="new post" place={() => document.body} onShow={onShow} />;
}
