"""A real server that takes what webhooks send, and can refuse, hang, trickle, flood, or lead elsewhere."""

from __future__ import annotations

import contextlib
import socketserver
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HANGS = 30.0  # seconds; what is asked of it must have given up long before


@dataclass
class Receiver:
    """What came, and how it is answered: a status (with `elsewhere`), or `hang`, `trickle`, `flood`, `garbage`."""

    port: int
    mood: str = "200"
    elsewhere: str = ""
    came: list[tuple[Message, bytes]] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)
    ending: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}/hook"

    def ids(self) -> list[str]:
        """The ids of what came, in order."""
        return [str(headers["OpenTribe-Id"]) for headers, _ in self.came]


@contextlib.contextmanager
def receiver(tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """A server for the block, in threads of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # whoever asked has hung up
    made = Receiver(server.server_address[1])
    server.receiver = made  # type: ignore[attr-defined]
    if tls is not None:
        tls.sni_callback = lambda _socket, name, _context: made.names.append(name)  # type: ignore[assignment]
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.ending.set()
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        """Take what is sent, and answer as the mood is."""
        made: Receiver = self.server.receiver  # type: ignore[attr-defined]
        assert isinstance(self.server, socketserver.BaseServer)
        made.came.append((self.headers, self.rfile.read(int(self.headers["Content-Length"]))))
        if made.mood == "hang":
            made.ending.wait(HANGS)
        elif made.mood == "trickle":
            self._head(200, 100_000)
            while not made.ending.is_set():
                self.wfile.write(b".")
                time.sleep(0.05)
        elif made.mood == "flood":
            self._head(200, 1 << 40)
            while not made.ending.is_set():
                self.wfile.write(b"x" * 65536)
        elif made.mood == "garbage":
            self.wfile.write(b"\x00\x01\x02 not a word of HTTP\r\n\r\n")
            self.close_connection = True
        else:
            self._head(int(made.mood), 4)
            self.wfile.write(b"Fine")

    def _head(self, status: int, length: int) -> None:
        made: Receiver = self.server.receiver  # type: ignore[attr-defined]
        self.send_response(status)
        if made.elsewhere:
            self.send_header("Location", made.elsewhere)
        self.send_header("Content-Length", str(length))
        self.end_headers()
