"""What a post's text costs: rendering, its excerpt, and the worst a text of 40,000 characters can do."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from bench.report import keep, table
from opentribe.kit.text import clean, excerpt, plain, render

SIZE = 40_000
POST = """# Release notes for spring

We moved the **whole** feed to keyset pages; see https://example.org/notes_2 and [the plan](/posts/plan).
Thanks to everyone who wrote to team@example.org, in particular for *patience* while we measured.

- [x] cursors that survive new posts
- [ ] the same for comments
- a plain point with `code` in it

```python
def page(session: Session, cursor: str | None, size: int = 20) -> list[Post]:
    # one statement, whatever the table holds
    return session.exec(after(cursor).limit(size)).all()
```

| posts | before | after |
|------:|-------:|------:|
| 1,000 | 12 ms  | 9 ms  |
| 100,000 | 480 ms | 10 ms |

> Is it safe to delete the old index now?

Yes. """
POST += "It has had no reader since the last release, and writing is the faster for it. " * 8

UNITS = [
    "[", "![", "[a](", "[a]", "[[a]](", "*", "_", "**a", "*a_", "a**b", "~~a ", "`a``b", ">", "> - ", "> a\n", "- ",
    "- a\n", "- [ ] a\n", "- a\n\n", "1. a\n", "<", "<a", "<!--", "&#", "&amp", "\\", "|a", "a|b\n-|-\n", "a\n",
    "a\n\n", "[a]: b\n", "[a]:\n", "# a\n", "a\n===\n", "```\n", "```java\nx\n```\n", "http://", "http://a", "http://[",
    "://", "http://a.b/(", "a.", "a@", "a@b.cd ", "<http://", "é\u0301", "\u0301\u0323",
]  # fmt: skip
MADE = {
    "deep quote": ">" * 1_000 + " a\n\nb",
    "lazy quote": ">" * 50 + "a\n" + "b\n" * 19_000,
    "nested brackets": "[" * 10_000 + "a" + "](b)" * 7_500,
    "nested stars": "*a " * 6_000 + "b*" * 6_000,
    "stair of lists": "\n".join("  " * depth + "- a" for depth in range(190)),
    "reference bomb": "[a]: http://x/" + "u" * 1_900 + "\n\n" + "[a]" * 12_000,
    "wide table": "|a" * 200 + "|\n" + "|-" * 200 + "|\n" + "|\n" * 19_000,
    "many tables": ("|a" * 32 + "|\n" + "|-" * 32 + "|\n" + "a\n" * 150 + "\n") * 70,
    "unclosed fence": "```python\n" + "x = f'{1}'\n" * 1_700,
    "code at the limit": "```python\n" + "def f(a: int) -> str: return 'x' + str(a)\n" * 450 + "```",
}


def milliseconds(work: Callable[[str], object], text: str, times: int) -> float:
    """The median of so many runs, in processor time: the machine may be busy with something else."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        work(text)
        taken.append((time.process_time() - start) * 1_000)
    return statistics.median(taken)


def main() -> None:
    works: dict[str, Callable[[str], object]] = {
        "clean": clean, "render": render, "excerpt": excerpt, "plain": lambda text: plain(text, 160),
    }  # fmt: skip
    figures = {name: milliseconds(work, POST, 100) for name, work in works.items()}
    table(f"A post of {len(POST):,} characters", ["", "ms"], [[name, f"{took:.2f}"] for name, took in figures.items()])
    hostile = {repr(unit): (unit * SIZE)[:SIZE] for unit in UNITS} | {name: made[:SIZE] for name, made in MADE.items()}
    costs = sorted(((milliseconds(render, text, 1), name) for name, text in hostile.items()), reverse=True)
    rows = [[name, f"{took:.0f}"] for took, name in costs[:8]]
    table(f"The dearest of {len(costs)} texts of {SIZE:,} characters, rendered", ["text", "ms"], rows)
    keep("text", "rendering a post of 1.5 KB", f"{figures['render']:.2f} ms")
    keep("text", "its excerpt", f"{figures['excerpt']:.2f} ms")
    keep("text", "the dearest hostile text of 40,000 characters", f"{costs[0][0]:.0f} ms", "1,000 ms")


if __name__ == "__main__":
    main()
