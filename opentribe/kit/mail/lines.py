"""Lines to a mail server that stay open between letters, so that a thousand letters need no thousand greetings."""

from __future__ import annotations

import contextlib
import smtplib
import threading
from collections.abc import Hashable
from dataclasses import dataclass

IDLE_SECONDS = 5.0
LETTERS_A_LINE = 100  # servers end a session after some number; many allow a hundred


@dataclass(eq=False, slots=True)
class Line:
    """A connection that is ready for a letter, and how many it has carried."""

    client: smtplib.SMTP
    letters: int = 0
    ending: threading.Timer | None = None


class Lines:
    """The lines that wait for another letter, by server. Any thread may take one; whoever has it has it alone."""

    def __init__(self) -> None:
        self._waiting: dict[Hashable, list[Line]] = {}
        self._lock = threading.Lock()

    def take(self, server: Hashable) -> Line | None:
        """A line that still answers, if one waits."""
        while (line := self._next(server)) is not None:
            try:
                code, _ = line.client.noop()
            except (smtplib.SMTPException, OSError):  # the server has hung up meanwhile; nothing was handed in
                code = 0
            if code == 250:
                return line
            line.client.close()
        return None

    def keep(self, server: Hashable, line: Line) -> None:
        """Let a line wait that has just carried a letter; it is ended in order when none follows."""
        line.letters += 1
        if line.letters >= LETTERS_A_LINE:
            part(line.client)
            return
        line.ending = threading.Timer(IDLE_SECONDS, self._end, [server, line])
        line.ending.daemon = True
        with self._lock:
            self._waiting.setdefault(server, []).append(line)
        line.ending.start()

    def _next(self, server: Hashable) -> Line | None:
        with self._lock:
            waiting = self._waiting.get(server)
            line = waiting.pop() if waiting else None
        if line is not None and line.ending is not None:
            line.ending.cancel()
        return line

    def _end(self, server: Hashable, line: Line) -> None:
        with self._lock:
            waiting = self._waiting.get(server, [])
            if line not in waiting:
                return
            waiting.remove(line)
        part(line.client)


def part(client: smtplib.SMTP) -> None:
    """Say goodbye; the letters are in, so how the server takes it changes nothing."""
    with contextlib.suppress(smtplib.SMTPException, OSError):
        client.quit()
    client.close()
