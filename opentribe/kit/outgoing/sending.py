"""Sending to a place that somebody named: its name is looked up once, and only what was checked is connected to."""

from __future__ import annotations

import functools
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import httpcore

from opentribe.kit.outgoing.places import Place
from opentribe.kit.outgoing.public import is_public

SECONDS = 10.0  # for all of it: looking up the name, connecting, sending, and reading the answer
READ_AT_MOST = 4096  # bytes of an answer

Resolve = Callable[[str, int], Sequence[str]]


class NotReached(Exception):
    """No answer came; the message says why, in words for whoever keeps the place."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a place said: the status and how the body begins."""

    status: int
    beginning: bytes


def look_up(host: str, port: int) -> list[str]:
    """All numeric addresses of a name, by the system's resolver. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


@functools.cache
def trusted() -> ssl.SSLContext:
    """Whose certificates count. Read once: it takes longer than sending does."""
    return httpcore.default_ssl_context()


def post(
    place: Place,
    body: bytes,
    headers: Mapping[str, str],
    *,
    seconds: float = SECONDS,
    resolve: Resolve = look_up,
) -> Answer:
    """Send a body and read how the answer begins. Redirects are answers like others: nothing follows them.

    No proxy, no cookie and no name in the environment has a say. Raises NotReached.
    """
    deadline = time.monotonic() + seconds
    own = {"Host": place.netloc, "Content-Length": str(len(body)), "Connection": "close", "Accept-Encoding": "identity"}
    backend = _Checked(place, deadline, resolve)
    timeout = dict.fromkeys(("connect", "read", "write", "pool"), seconds)
    try:
        with (
            httpcore.ConnectionPool(
                ssl_context=trusted(), network_backend=backend, max_connections=1, retries=0
            ) as pool,
            pool.stream(
                "POST",
                httpcore.URL(
                    scheme=place.scheme.encode(),
                    host=place.host.encode(),
                    port=place.port,
                    target=place.target.encode(),
                ),
                headers=list((own | dict(headers)).items()),
                content=body,
                extensions={"timeout": timeout},
            ) as answer,
        ):
            return Answer(answer.status, _beginning(answer.iter_stream()))
    except (httpcore.TimeoutException, TimeoutError):
        raise NotReached(f"No whole answer came within {seconds:g} seconds.") from None
    except httpcore.ConnectError as error:
        raise NotReached(f"No connection: {_plain(error)}.") from None
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
        raise NotReached(f"The connection broke, or what came is no HTTP: {_plain(error)}.") from None


def _beginning(chunks: Iterable[bytes]) -> bytes:
    read = b""
    for chunk in chunks:
        read += chunk
        if len(read) >= READ_AT_MOST:
            break
    return read[:READ_AT_MOST]


def _plain(error: Exception) -> str:
    return str(error).strip().rstrip(".")[:300] or type(error).__name__


class _Checked(httpcore.NetworkBackend):
    """Connects to numbers only: those that the name had when they were checked, so that a name which changes its
    answer between two questions gains nothing. TLS and the Host header go on with the name."""

    def __init__(self, place: Place, deadline: float, resolve: Resolve) -> None:
        self._place, self._deadline, self._resolve = place, deadline, resolve
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first of the name's addresses that answers."""
        trouble: Exception = httpcore.ConnectError("the name has no address")
        found = self._addresses(host, port)
        for number, address in enumerate(found):
            share = _left(self._deadline) / (len(found) - number)  # so that one that is silent leaves time for others
            try:
                stream = self._inner.connect_tcp(address, port, share, None, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                trouble = error
            else:
                return _Hurried(stream, self._deadline)
        raise trouble

    def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.NetworkStream:
        """Never: no address leads to one."""
        raise NotReached("Sockets of this machine are not for sending to.")

    def _addresses(self, host: str, port: int) -> Sequence[str]:
        try:
            found = _within(_left(self._deadline), partial(self._resolve, host, port))
        except TimeoutError:
            raise httpcore.ConnectTimeout("looking up the name took too long") from None
        except (OSError, UnicodeError):
            raise NotReached(f"There is no server called {host}.") from None
        # One address inside is enough to refuse: the next question may be answered with that one alone.
        if not self._place.is_allowed and not all(is_public(address) for address in found):
            raise NotReached(f"{host} leads into a private network, where nothing is sent.")
        return found


class _Hurried(httpcore.NetworkStream):
    """A connection on which each wait ends with the time for the whole, however slowly the other side trickles."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: float) -> None:
        self._inner, self._deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what has come."""
        return self._inner.read(max_bytes, _left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of it."""
        self._inner.write(buffer, _left(self._deadline))

    def close(self) -> None:
        """Hang up."""
        self._inner.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Go on encrypted; `server_hostname` is the name, not the number."""
        return _Hurried(self._inner.start_tls(ssl_context, server_hostname, _left(self._deadline)), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """What httpcore asks of a connection."""
        return self._inner.get_extra_info(info)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the time is up")
    return left


def _within(seconds: float, work: Callable[[], Sequence[str]]) -> Sequence[str]:
    """The resolver takes no time limit, so it is asked in a thread that is left alone when it takes too long."""
    found: list[Sequence[str]] = []
    raised: list[Exception] = []

    def ask() -> None:
        try:
            found.append(work())
        except Exception as error:  # noqa: BLE001 - handed on below, in the thread that waits
            raised.append(error)

    thread = threading.Thread(target=ask, daemon=True, name="look-up")
    thread.start()
    thread.join(seconds)
    if raised:
        raise raised[0]
    if not found:
        raise TimeoutError
    return found[0]
