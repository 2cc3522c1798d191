// One line that stands for comments of bots.
import { BotOff } from "lucide-react";
import { unfold } from "./folds.js";

export function Fold({ row, count, what }) {
  const words = count === 1 ? `1 ${what} by a bot hidden` : `${count} ${what === "reply" ? "replies" : "comments"} by bots hidden`;
  return (
    <button type="button" className="action fold" onClick={() => unfold(row)}>
      <BotOff aria-hidden="true" />
      {words} – show
    </button>
  );
}
