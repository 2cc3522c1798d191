"""The real server in a process of its own, for tests that go through the front door."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
BUILD_SECONDS = 180.0
KEPT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR", "NPM_CONFIG_REGISTRY", "HOME")


class RunningApp:
    """`python -m opentribe run` on a port of its own. Use `running_app`, which also ends it."""

    def __init__(self, data_dir: Path, project: Path = PROJECT, **env: str) -> None:
        self.data_dir = data_dir
        self.port = int(env.pop("PORT", 0)) or free_port()
        self.url = f"http://localhost:{self.port}"
        self.log_file = data_dir.parent / f"server-{self.port}.log"
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        settings = {"PORT": str(self.port), "OPENTRIBE_DATA_DIR": str(data_dir), "OPENTRIBE_RATE_LIMITS": "off"}
        with self.log_file.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "opentribe", "run"],
                cwd=project,
                env={**kept, **settings, "PYTHONUNBUFFERED": "1", **env},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def log(self) -> str:
        """Everything the server has said."""
        return self.log_file.read_text(errors="replace")

    def wait_until_answering(self, seconds: float = BUILD_SECONDS) -> None:
        """Return once it serves. Raises AssertionError with its log when it ends or takes too long."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise AssertionError(f"the server ended with {self.process.returncode}:\n{self.log}")
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=5):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        raise AssertionError(f"the server did not answer within {seconds:.0f} s:\n{self.log}")

    def send(self, which: signal.Signals) -> None:
        """Send a signal to the server."""
        self.process.send_signal(which)

    def stop(self, seconds: float = 30) -> int:
        """End it in order (SIGTERM) and return its exit status; killed when it takes too long."""
        if self.process.poll() is None:
            self.send(signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill9()
            raise AssertionError(f"the server did not end within {seconds:.0f} s:\n{self.log}") from None

    def kill9(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()


@contextmanager
def running_app(tmp_path: Path, project: Path = PROJECT, **env: str) -> Iterator[RunningApp]:
    """A server that answers, with its data in `tmp_path/data`. Settings are given by name: `DATABASE_URL=...`."""
    app = RunningApp(tmp_path / "data", project, **env)
    try:
        app.wait_until_answering()
        yield app
    finally:
        if app.process.poll() is None:
            app.stop()


def free_port() -> int:
    """A port that nothing listens on now."""
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
