// Points, badges and levels as one gets them: a word that adds up what comes within a moment, and a card for a new level.
import { useEffect, useState } from "react";
import { Sparkles, X } from "lucide-react";
import { onNote } from "./live.js";

const STAYS = 4000;
const CARD_STAYS = 9000;
const PIECES = 30;
// A like that is taken back and given again leads to the same level twice; it is celebrated once.
const CELEBRATED = "opentribe:level";
const WHY = {
  post: "for your post",
  comment: "for your comment",
  like_received: "for a like",
  lesson_completed: "for a lesson",
  course_completed: "for finishing a course",
  event_rsvp: "for coming along",
  daily_visit: "for coming back today",
  profile_completed: "for your profile",
  introduction: "for introducing yourself",
  first_like: "for your first like",
};
// Kept outside the components, so that they outlive the page they were said on.
let gain = { points: 0, why: "" };
let level = null;
let badge = null;
let timers = {};
const tellers = new Set();

function change() {
  tellers.forEach((tell) => tell({}));
}

function later(name, wait, then) {
  clearTimeout(timers[name]);
  timers[name] = setTimeout(() => {
    then();
    change();
  }, wait);
}

function addPoints({ amount, why }) {
  gain = { points: gain.points + amount, why: gain.points === 0 || gain.why === why ? why : "" };
  later("points", STAYS, () => (gain = { points: 0, why: "" }));
  change();
}

function leave() {
  level = null;
  change();
}

function celebrate(note) {
  if (Number(sessionStorage.getItem(CELEBRATED)) === note.position) return;
  sessionStorage.setItem(CELEBRATED, note.position);
  level = note;
  later("level", CARD_STAYS, leave);
  change();
}

if (typeof window !== "undefined") {
  onNote("points", addPoints);
  onNote("level", celebrate);
  onNote("badge", (note) => {
    badge = note;
    later("badge", STAYS + 2000, () => (badge = null));
    change();
  });
}

export function Recognition() {
  const [, tell] = useState({});
  useEffect(() => {
    tellers.add(tell);
    return () => tellers.delete(tell);
  }, []);
  return (
    <div className="recognition" role="status" aria-live="polite">
      {gain.points > 0 && (
        <p className="gain">
          <Sparkles aria-hidden="true" />
          <span>
            <strong>+{gain.points}</strong> {gain.points === 1 ? "point" : "points"} {WHY[gain.why]}
          </span>
        </p>
      )}
      {badge && (
        <p className="gain">
          <span aria-hidden="true">{badge.icon}</span>
          <span>
            A badge for you: <strong>{badge.name}</strong>
          </span>
        </p>
      )}
      {level && <Celebration level={level} />}
    </div>
  );
}

function Celebration({ level: { name, position, color } }) {
  return (
    <div
      className="celebration"
      onMouseEnter={() => clearTimeout(timers.level)}
      onMouseLeave={() => later("level", STAYS, leave)}
    >
      <span className="confetti" aria-hidden="true">
        {Array.from({ length: PIECES }, (_, piece) => (
          <i key={piece} />
        ))}
      </span>
      <svg className="medal" viewBox="0 0 48 48" aria-hidden="true">
        <circle cx="24" cy="24" r="22" fill={color} />
        <circle cx="24" cy="24" r="18" className="medal-ring" />
        <path d="m24 14 3.1 6.3 6.9 1-5 4.9 1.2 6.9-6.2-3.3-6.2 3.3 1.2-6.9-5-4.9 6.9-1z" className="medal-star" />
      </svg>
      <div>
        <p className="celebration-level">You reached level {position}</p>
        <p className="celebration-name">{name}</p>
      </div>
      <button type="button" className="icon-button small" aria-label="Close" onClick={leave}>
        <X aria-hidden="true" />
      </button>
    </div>
  );
}
