"""A browser tab without a browser: the app's websocket, with whatever cookie and words a test wants to send."""

from __future__ import annotations

import itertools
import json
import time
import uuid
from types import TracebackType
from typing import Any

import websocket

from opentribe.web.session.cookie import COOKIE

NAMESPACE = "/_event"
ROOT = "reflex___state____state"
SESSION_STATE = f"{ROOT}.opentribe___web___session___state____session_state"
HYDRATE = f"{ROOT}.hydrate_and_load"
LOAD = f"{ROOT}.reflex___state____on_load_internal_state.on_load_internal"
ECHO = f"{SESSION_STATE}.show_notice"
# An event's consequences are queued behind what was sent with it; each further echo waits for one more link.
LINKS = 4
_numbers = itertools.count(1)


class Tab:
    """One websocket. `frames` holds everything the server ever sent to it, as text."""

    def __init__(self, port: int, secret: str = "", token: str = "", path: str = "/", **options: Any) -> None:
        self.token = token or str(uuid.uuid4())
        self.path = path
        self.frames: list[str] = []
        self.socket = websocket.create_connection(
            f"ws://localhost:{port}{NAMESPACE}/?EIO=4&transport=websocket&token={self.token}",
            cookie=f"theme=dark; {COOKIE}={secret}" if secret else "theme=dark",
            suppress_origin=True,
            timeout=20,
            **options,
        )
        self._read_until("0{")
        self.socket.send(f"40{NAMESPACE},")
        self._read_until(f"40{NAMESPACE}")

    def __enter__(self) -> Tab:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None):
        self.close()

    def close(self) -> None:
        """Hang up."""
        self.socket.close()

    def raw(self, text: str) -> None:
        """Send one frame as it stands."""
        self.socket.send(text)

    def call(self, name: str, payload: Any = None, path: str | None = None, **fields: Any) -> None:
        """Send an event; the answer is read by `settle`."""
        address = self.path if path is None else path
        route = {"pathname": address.partition("?")[0], "asPath": address, "query": {}}
        packet = {"name": name, "payload": {} if payload is None else payload, "router_data": route, **fields}
        self.raw(f"42{NAMESPACE},{json.dumps(['event', packet])}")

    def settle(self, links: int = LINKS, seconds: float = 20) -> list[str]:
        """Wait until all that was sent so far has been worked off; the frames that came meanwhile."""
        before = len(self.frames)
        for _ in range(links):
            mark = f"settled {next(_numbers)}."
            self.call(ECHO, {"kind": "info", "text": mark})
            self._read_until(mark, seconds)
        return self.frames[before:]

    def visit(self, path: str) -> list[str]:
        """Open a page as a browser does, with everything that it loads; the frames that came."""
        self.path = path
        self.call(HYDRATE)
        return self.settle(LINKS + 2)

    def ask(self, name: str, payload: Any = None, path: str | None = None) -> list[str]:
        """Call a handler and wait for its consequences."""
        self.call(name, payload, path)
        return self.settle()

    def sees_here(self, handle: str, is_here: bool = True, seconds: float = 40) -> None:
        """Wait until the tab has been told that a member is online, or is not."""
        deadline = time.monotonic() + seconds
        while (handle in here(self.frames)) != is_here:
            assert time.monotonic() < deadline, f"@{handle} was not said to be {'here' if is_here else 'gone'}"
            self.settle(1)
            time.sleep(0.2)

    def hears(self, mark: str, seconds: float = 20) -> list[str]:
        """Wait for a frame that holds `mark`; the frames that came meanwhile."""
        before = len(self.frames)
        self._read_until(mark, seconds)
        return self.frames[before:]

    def _read_until(self, mark: str, seconds: float = 20) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            text = self.socket.recv()
            if text == "2":  # a ping
                self.socket.send("3")
                continue
            if text == "" and not self.socket.connected:
                break
            self.frames.append(text)
            if mark in text:
                return
        raise AssertionError(f"the server did not answer with {mark!r}; last frames: {self.frames[-3:]}")


def deltas(frames: list[str]) -> dict[str, dict[str, Any]]:
    """What the frames made of the state: vars by state, later frames over earlier ones, names without their marks."""
    merged: dict[str, dict[str, Any]] = {}
    for frame in frames:
        if not frame.startswith(f"42{NAMESPACE},"):
            continue
        kind, *rest = json.loads(frame.partition(",")[2])
        update = rest[0] if rest else {}
        if kind == "event" and isinstance(update, dict):
            for state, values in (update.get("delta") or {}).items():
                short = state.rsplit("____", 1)[-1]
                plain = {name.removesuffix("_rx_state_"): value for name, value in values.items()}
                merged.setdefault(short, {}).update(plain)
    return merged


def told(frames: list[str]) -> list[dict[str, Any]]:
    """The notes that were pushed."""
    found = []
    for frame in frames:
        if frame.startswith(f'42{NAMESPACE},["live"'):
            found += json.loads(frame.partition(",")[2])[1]
    return found


def here(frames: list[str]) -> set[str]:
    """Who is online, as far as a tab knows from its frames."""
    known: set[str] = set()
    for note in told(frames):
        if note["k"] == "here":
            known = set(note.get("all", known)) | set(note.get("on", ()))
            known -= set(note.get("off", ()))
    return known


def answers(port: int) -> bool:
    """Whether a newcomer is served."""
    with Tab(port) as tab:
        return bool(tab.settle(1))
