"""An eye on the server while strangers call it: what they changed, what they were sent, and what failed."""

from __future__ import annotations

from collections.abc import Iterable

from tests.server import RunningApp
from tests.web.stage import Rows, Stage, changes

WENT_WRONG = ("Traceback (most recent call last)", "handler failed")
# What follows a deed in the background, at some moment after it; the deed itself was looked at.
# Anybody may ask for a link to an address; only its mailbox gets to see it.
BACKGROUND = (
    "jobs",
    "login_tokens",
    "notifications",
    "points",
    "point_totals",
    "users.points",
    "users.level",
    "member_badges",
    "visit_streaks",
)


class Watch:
    """What the server did since the last look: to the database, to a tab, and in its log."""

    def __init__(self, app: RunningApp, furnished: Stage, forbidden: Iterable[str], secret: str = "") -> None:
        self.app, self.furnished, self.forbidden, self.secret = app, furnished, tuple(forbidden), secret
        self.rows: Rows = furnished.rows()
        self.logged = app.log_file.stat().st_size
        self.problems: list[str] = []

    def look(self, what: str, frames: Iterable[str], may_change: frozenset[str] = frozenset()) -> None:
        """Note every change that was not allowed, every word that was not for the tab, and every failure."""
        rows, failures = self.furnished.rows(), self._new_log()
        changed = {change for change in changes(self.rows, rows) if not change.startswith(BACKGROUND)}
        if changed := changed - may_change:
            self.problems.append(f"{what}: changed {', '.join(sorted(changed))}")
        said = "\n".join(frames)
        self.problems += [f"{what}: was sent {word}" for word in self.forbidden if word in said]
        if any(mark in failures for mark in WENT_WRONG):
            last = [line for line in failures.splitlines() if line[:1].strip()][-1]
            self.problems.append(f"{what}: failed in the log: {last[:160]}")
        self.rows = rows

    def revive(self) -> None:
        """Undo the end of the session that is behind the tab."""
        if self.secret:
            self.furnished.revive(self.secret)
            self.rows = self.furnished.rows()

    def _new_log(self) -> str:
        with self.app.log_file.open("rb") as log:
            log.seek(self.logged)
            new = log.read()
        self.logged += len(new)
        return new.decode(errors="replace")


def told(problems: list[str]) -> str:
    """All problems, a line each."""
    return f"{len(problems)} problems:\n" + "\n".join(problems[:80])
