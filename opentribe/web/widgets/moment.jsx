// A moment as people say it ("3 h ago"), with the full date and time on hover; it keeps up while one looks at it.
import { useEffect, useState } from "react";

const STEPS = [
  [60, "second", 1],
  [3600, "minute", 60],
  [86400, "hour", 3600],
  [604800, "day", 86400],
];
const listeners = new Set();
let timer = null;

function listen(tick) {
  listeners.add(tick);
  timer ??= setInterval(() => listeners.forEach((each) => each(Date.now())), 30000);
  return () => {
    listeners.delete(tick);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = null;
    }
  };
}

function relative(then, now) {
  const seconds = Math.round((then - now) / 1000);
  const size = Math.abs(seconds);
  if (size < 45) return "just now";
  for (const [limit, unit, length] of STEPS) {
    if (size < limit) {
      return new Intl.RelativeTimeFormat("en", { style: "narrow" }).format(Math.trunc(seconds / length), unit);
    }
  }
  const sameYear = new Date(then).getFullYear() === new Date(now).getFullYear();
  const shape = sameYear ? { day: "numeric", month: "short" } : { day: "numeric", month: "short", year: "numeric" };
  return new Intl.DateTimeFormat("en", shape).format(then);
}

export function Moment({ at, prefix }) {
  const [now, setNow] = useState(null);
  useEffect(() => {
    setNow(Date.now());
    return listen(setNow);
  }, []);
  const then = Date.parse(at);
  if (now === null || Number.isNaN(then)) return <time className="moment" dateTime={at} />;
  const full = new Intl.DateTimeFormat("en", { dateStyle: "full", timeStyle: "short" }).format(then);
  return (
    <time className="moment" dateTime={at} title={full}>
      {prefix ? `${prefix} ` : ""}
      {relative(then, now)}
    </time>
  );
}
