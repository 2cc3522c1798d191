// "Ada is writing…": who is about to answer the post on the page, until they send it or stop.
import { useEffect, useState } from "react";
import { onNote } from "./live.js";

// Whoever goes on writing is told of every few seconds.
const HOLDS = 7000;

export function Writers({ post }) {
  const [writers, setWriters] = useState([]);
  useEffect(() => {
    setWriters([]);
    return onNote("writing", (note) => {
      if (note.post !== post) return;
      setWriters((held) => {
        const others = held.filter(({ by }) => by !== note.by);
        return note.over ? others : [...others, { by: note.by, name: note.name, until: Date.now() + HOLDS }];
      });
    });
  }, [post]);
  useEffect(() => {
    if (writers.length === 0) return undefined;
    const soonest = Math.min(...writers.map(({ until }) => until));
    const timer = setTimeout(
      () => setWriters((held) => held.filter(({ until }) => until > Date.now())),
      Math.max(0, soonest - Date.now()) + 20,
    );
    return () => clearTimeout(timer);
  }, [writers]);
  return <p className="writers">{words(writers.map(({ name }) => name))}</p>;
}

function words(names) {
  if (names.length === 0) return "";
  if (names.length === 1) return `${names[0]} is writing…`;
  if (names.length === 2) return `${names[0]} and ${names[1]} are writing…`;
  return "Several people are writing…";
}
