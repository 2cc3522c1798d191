"""Shorter replies: templates that fit the kind of post, filled in so that no two are alike."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from random import Random

from opentribe.seeds import library

CHOICE = re.compile(r"\{([^{}]*)\}")
TRIES = 60
# What may be said again elsewhere, as people do ("So true."), and how often.
SHORT, SHORT_REPEATS = 26, 3
ANSWERED = 0.65
# Which pools a post of a kind draws from, when not the one of its own name.
POOLS = {
    ("show-your-work", "win"): ("win", "made", "made"),
    ("show-your-work", "howto"): ("howto", "win"),
    ("show-your-work", "story"): ("win",),
    ("help", "advice"): ("discussion",),
    ("general", "question"): ("discussion",),
    ("code-corner", "question"): ("discussion",),
    ("studio", "question"): ("discussion",),
}


@dataclass(frozen=True, slots=True)
class Exchange:
    """A reply, and how the author answers it (empty: not at all)."""

    reply: str
    answer: str


class SmallTalk:
    """Draws replies; remembers what was said."""

    def __init__(self, dice: Random) -> None:
        self._dice = dice
        self._pools = library.replies()
        self._said: Counter[str] = Counter()

    def draw(self, space: str, kind: str, topic: str, author: str, speaker: str, used: set[str]) -> Exchange | None:
        """Something `speaker` could say; `used` are the templates that this post has had.

        `author` and `speaker` are first names. None when nothing new can be said.
        """
        pool = [line for name in POOLS.get((space, kind), (kind,)) for line in self._pools[name] if line not in used]
        for _ in range(TRIES if pool else 0):
            template = self._dice.choice(pool)
            reply, _, answer = template.partition(">>")
            slots = {"{topic}": topic, "{first}": author, "{name}": speaker}
            text = self._filled(reply, slots)
            if not self._is_new(text):
                continue
            used.add(template)
            self._said[text] += 1
            spoken = self._filled(answer, slots) if answer and self._dice.random() < ANSWERED else ""
            if spoken and not self._is_new(spoken):
                spoken = ""
            self._said[spoken] += 1
            return Exchange(text, spoken)
        return None

    def agree(self, name: str) -> str:
        """Something to say to `name` about their comment; empty when nothing new can be said."""
        for _ in range(TRIES):
            text = self._filled(self._dice.choice(self._pools["agree"]), {"{name}": name})
            if self._is_new(text):
                self._said[text] += 1
                return text
        return ""

    def _is_new(self, text: str) -> bool:
        return self._said[text] < (SHORT_REPEATS if len(text) <= SHORT else 1)

    def _filled(self, template: str, slots: dict[str, str]) -> str:
        text = template.strip()
        for slot, word in slots.items():
            text = text.replace(slot, word)
        text = CHOICE.sub(lambda found: self._dice.choice(found[1].split("|")), text)
        return text[:1].upper() + text[1:]
