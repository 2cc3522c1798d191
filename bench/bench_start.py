"""From a fresh clone to a page that answers, a start on an existing build, and the build itself, in seconds."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from bench.report import keep, percentile, table
from tests.server import PROJECT, free_port, running_app

STARTS = 5
PATIENCE = 600.0
BUILT = re.compile(r"Built in ([\d.]+) s")
# Where packages come from and which certificates to trust is the machine's business; a home directory is not given.
HANDED_ON = ("PATH", "LANG", "LC_ALL", "TMPDIR")
HANDED_ON_PREFIXES = ("PIP_", "SSL_", "NPM_CONFIG_", "NODE_EXTRA_")


def main(*, with_clone: bool = True) -> None:
    """Measure; `quick` as an argument leaves the clone out."""
    rows = []
    with tempfile.TemporaryDirectory(prefix="opentribe-bench-") as folder:
        if with_clone:
            clone = Path(folder) / "clone"
            _clone(clone)
            seconds, build = _first_run(clone, Path(folder))
            rows += [["clean clone to serving, packages from the network", f"{seconds:.1f}"],
                     ["  of it: building the front end", f"{build:.1f}"]]  # fmt: skip
            keep("start", "clean clone to serving (s)", f"{seconds:.0f}")
            keep("start", "building the front end (s)", f"{build:.0f}")
        starts = _starts(Path(folder))
    middle, slowest = percentile(starts, 0.5), max(starts)
    rows += [["start on an existing build, median", f"{middle:.2f}"], ["  slowest", f"{slowest:.2f}"]]
    keep("start", f"start on an existing build (s), median of {STARTS}", f"{middle:.1f}", "3")
    table("Starting", ["", "s"], rows)


def _clone(target: Path) -> None:
    """What a clone of the working tree as it stands would hold: every file that Git knows or would take."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT, check=True, capture_output=True,
    ).stdout  # fmt: skip
    for name in filter(None, listed.decode().split("\0")):
        source, copied = PROJECT / name, target / name
        if source.is_file():
            copied.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, copied)


def _first_run(clone: Path, folder: Path) -> tuple[float, float]:
    """Seconds of `make run` until it answers, with an empty home directory, and of its build."""
    home, port = folder / "home", free_port()
    home.mkdir()
    handed_on = {name: os.environ[name] for name in os.environ if name.startswith(HANDED_ON_PREFIXES)}
    handed_on |= {name: os.environ[name] for name in HANDED_ON if name in os.environ}
    log_file = folder / "first-run.log"
    began = time.monotonic()
    with log_file.open("wb") as log:
        process = subprocess.Popen(
            ["make", "run"], cwd=clone, env={**handed_on, "HOME": str(home), "PORT": str(port)},
            stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        seconds = _until_answering(process, port, began, log_file)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(30)
    said = BUILT.search(log_file.read_text(errors="replace"))
    return seconds, float(said[1]) if said else 0.0


def _until_answering(process: subprocess.Popen[bytes], port: int, began: float, log_file: Path) -> float:
    while time.monotonic() - began < PATIENCE:
        if process.poll() is not None:
            sys.exit(f"make run ended with {process.returncode}:\n{log_file.read_text(errors='replace')}")
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/healthz", timeout=5):
                return time.monotonic() - began
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    sys.exit(f"make run did not answer within {PATIENCE:.0f} s:\n{log_file.read_text(errors='replace')}")


def _starts(folder: Path) -> list[float]:
    """Seconds from the start of the process to its first answer, on a build and a database that are there."""
    taken = []
    with running_app(folder):  # builds when the sources changed, and migrates
        pass
    for _ in range(STARTS):
        began = time.monotonic()
        with running_app(folder):
            taken.append(time.monotonic() - began)
    return taken


if __name__ == "__main__":
    main(with_clone="quick" not in sys.argv)
