"""What a reader sees of rendered HTML, letter by letter, so that two renderings can be compared."""

from __future__ import annotations

from html.parser import HTMLParser

BLOCKS = frozenset(
    ["blockquote", "ol", "ul", "li", "h3", "h4", "h5", "h6", "pre", "table", "thead", "tbody", "tr", "th", "td"]
)
MARKS = frozenset(["em", "strong", "s", "a", "code"])
LEAVES = frozenset(["img", "input", "hr"])
SHOWN = ("href", "src", "alt", "title", "start", "align", "checked", "class")
BREAK, PARAGRAPH = "⏎", "¶"
Letter = tuple[tuple[str, ...], frozenset[str], str]


def letters(html: str) -> list[Letter]:
    """Each letter with the blocks it stands in and the marks it wears; white space counts once, and not at edges."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return _tidied(reader.found)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.path: list[str] = []
        self.counts: list[int] = [0]
        self.last: list[str] = [""]
        self.marks: list[str] = []
        self.found: list[Letter] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value for name, value in attrs if name in SHOWN and value}
        told = f"{tag} {sorted(given.items())}"
        if tag == "br":
            self._add(BREAK)
        elif tag in LEAVES:
            self._add(told)
        elif tag in MARKS:
            self.marks.append(told if tag != "a" or "href" in given else "")
        elif tag == "p" and self.last[-1] == "p":
            self._add(PARAGRAPH)
        elif tag in BLOCKS:
            self.counts[-1] += 1
            self.path.append(f"{self.counts[-1]} {told}")
            self.counts.append(0)
            self.last[-1] = tag
            self.last.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in MARKS:
            self.marks.pop()
        elif tag == "p":
            self.last[-1] = "p"
        elif tag in BLOCKS:
            if tag == "pre" and self.found and self.found[-1][2] == "\n":
                self.found.pop()  # the line end before a fence
            self._add("")  # an empty block is seen too
            self.path.pop()
            self.counts.pop()
            self.last.pop()

    def handle_data(self, data: str) -> None:
        for letter in data:
            self._add(letter)

    def _add(self, what: str) -> None:
        marks = () if what in {BREAK, PARAGRAPH} else filter(None, self.marks)
        self.found.append((tuple(self.path), frozenset(marks), what))


def _tidied(found: list[Letter]) -> list[Letter]:
    out: list[Letter] = []
    for path, marks, what in found:
        is_code = any(" pre " in step for step in path) or any(mark.startswith("code") for mark in marks)
        if is_code or not what.isspace():
            # A break, or the end of a paragraph or block, takes the space before it away.
            while out and what in {BREAK, PARAGRAPH, ""} and out[-1][2] == " " and not _is_code(out[-1]):
                out.pop()
            while out and what in {PARAGRAPH, ""} and out[-1][0] == path and out[-1][2] == BREAK:
                out.pop()
            out.append((path, marks, what))
        elif out and out[-1][0] == path and out[-1][2] not in {" ", BREAK, PARAGRAPH}:
            out.append((path, frozenset(mark for mark in marks if mark.startswith("a ")), " "))
    while out and out[-1][2] in {" ", BREAK} and not _is_code(out[-1]):
        out.pop()
    return [
        letter for index, letter in enumerate(out) if letter[2] != " " or _is_code(letter) or _is_between(out, index)
    ]


def _is_code(letter: Letter) -> bool:
    return any(" pre " in step for step in letter[0]) or any(mark.startswith("code") for mark in letter[1])


def _is_between(out: list[Letter], index: int) -> bool:
    return index + 1 < len(out) and out[index + 1][0] == out[index][0]
