"""Tables of figures for the terminal, and the summary that goes into the README."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path

KEPT = Path(__file__).resolve().parents[1] / "test-results" / "figures.json"


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows under a heading: words to the left, numbers to the right."""
    shown = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(head, *shown, strict=True)]
    right = [all(_is_number(row[place]) for row in shown) for place in range(len(head))]
    print(f"\n{title}")
    for line in [head, ["-" * width for width in widths], *shown]:
        cells = zip(line, widths, right, strict=True)
        print("  " + "  ".join(cell.rjust(width) if flush else cell.ljust(width) for cell, width, flush in cells))


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` (0 to 1) of all are not above; NaN of nothing."""
    if not values:
        return math.nan
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def keep(topic: str, what: str, figure: str, aim: str = "") -> None:
    """Remember a figure for the summary, in place of an earlier one."""
    kept = _kept()
    kept.setdefault(topic, {})[what] = [figure, aim]
    KEPT.parent.mkdir(exist_ok=True)
    KEPT.write_text(json.dumps(kept, indent=1) + "\n")


def summary() -> str:
    """All remembered figures as a Markdown table."""
    lines = ["| What | Figure | Aim |", "| --- | ---: | ---: |"]
    for topic in _kept().values():
        lines += [f"| {what} | {figure} | {aim} |" for what, (figure, aim) in topic.items()]
    return "\n".join(lines)


def _kept() -> dict[str, dict[str, list[str]]]:
    return json.loads(KEPT.read_text()) if KEPT.is_file() else {}


def _is_number(cell: str) -> bool:
    return cell[:1].isdigit() or cell in {"", "-"} or cell[:2] == "-0"


if __name__ == "__main__":
    print(summary())
