"""The API on a port of its own, under the server that the whole product runs on."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from opentribe.api.app import api
from tests.server import PROJECT, free_port

app = api()


@contextmanager
def serving(database_url: str, data_dir: str, rate_limits: str = "off") -> Iterator[str]:
    """The address of an API on that database."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    told = {
        "DATABASE_URL": database_url,
        "OPENTRIBE_DATA_DIR": data_dir,
        "OPENTRIBE_RATE_LIMITS": rate_limits,
        "PORT": str(port),
    }
    command = [sys.executable, "-m", "granian", "--interface", "asginl", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--log-level", "error", "tests.api.served:app"], cwd=PROJECT, env=os.environ | told
    )
    try:
        _wait(address)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def _wait(address: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{address}/api/openapi.json", timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise AssertionError("the API did not answer")
