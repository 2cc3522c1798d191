"""A connection to a server that a test can cut and mend: what a browser offers for this leaves websockets open."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Line:
    """Passes bytes between a port of its own and the server's. Use `line_to`, which also ends it."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._is_cut = False
        self._open: list[socket.socket] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://localhost:{self._door.getsockname()[1]}"
        threading.Thread(target=self._answer, daemon=True).start()

    def cut(self) -> None:
        """End every connection, and every new one at once."""
        self._is_cut = True
        while self._open:
            _end(self._open.pop())

    def mend(self) -> None:
        """Let connections through again."""
        self._is_cut = False

    def close(self) -> None:
        """Hang up for good."""
        self.cut()
        _end(self._door)

    def _answer(self) -> None:
        while True:
            try:
                here, _ = self._door.accept()
                there = socket.create_connection(("127.0.0.1", self._to))
            except OSError:
                return
            if self._is_cut:
                _end(here)
                _end(there)
                continue
            self._open += [here, there]
            for source, sink in ((here, there), (there, here)):
                threading.Thread(target=_pass_on, args=(source, sink), daemon=True).start()


def _pass_on(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65_536):
            sink.sendall(data)
    _end(sink)


def _end(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()


@contextmanager
def line_to(port: int) -> Iterator[Line]:
    """A line to the server on this port of the machine."""
    line = Line(port)
    try:
        yield line
    finally:
        line.close()
