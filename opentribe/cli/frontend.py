"""Building the front end: when its sources changed, in a process of its own, one at a time."""

from __future__ import annotations

import fcntl
import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

WEB_DIR = Path(".web")
MARK = WEB_DIR / "opentribe.hash"
LOG = WEB_DIR / "build.log"
LOCKFILES = ("reflex.lock/*",)
SOURCES = (
    "opentribe/*.py",
    "opentribe/web/**/*",
    "opentribe/kit/**/*.py",
    "opentribe/domain/**/*.py",
    "assets/**/*",
    "rxconfig.py",
    "requirements.txt",
    "bunfig.toml",
)
# What runs on request only and leaves no trace in a page.
NOT_IN_PAGES = {"commands.py", "queries.py", "reactions.py", "commands", "queries", "__pycache__", "external"}
TRIES = 3  # builds until the sources stand still
SHOWN_LINES = 40  # of a failed build


class BuildFailed(Exception):
    """The front end could not be built; the message holds the end of the log."""


def fingerprint(patterns: tuple[str, ...] = (*SOURCES, *LOCKFILES)) -> str:
    """A hash over everything that the built pages depend on."""
    found = {path for pattern in patterns for path in Path().glob(pattern) if path.is_file()}
    digest = hashlib.sha256(f"{sys.version_info[:2]} {version('reflex')}".encode())
    for path in sorted(found):
        if NOT_IN_PAGES.isdisjoint(path.parts):
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{path.as_posix()}\0{content}\n".encode())
    return digest.hexdigest()


def is_fresh() -> bool:
    """Whether what lies in `.web` was built from the sources as they are."""
    built = WEB_DIR / "build" / "client"
    return built.is_dir() and MARK.is_file() and MARK.read_text() == fingerprint()


def build_if_stale() -> bool:
    """Build unless another process just did; tell whether this one built. Raises BuildFailed."""
    with _one_at_a_time():
        if is_fresh():
            return False
        began = time.monotonic()
        for _ in range(TRIES):
            sources = fingerprint(SOURCES)
            MARK.unlink(missing_ok=True)
            with _tidy_lock():
                _build_in_own_process()
            if sources == fingerprint(SOURCES):  # else a file was saved meanwhile: pages and server would differ
                MARK.write_text(fingerprint())  # the build may have written the lock files
                break
        print(f"Built in {time.monotonic() - began:.1f} s.", flush=True)
        return True


def compile_and_bundle() -> None:
    """What the building process does: Reflex's export without its prompts, checks and archives."""
    from reflex.utils import build, prerequisites
    from reflex_base import constants
    from reflex_base.environment import environment

    import rxconfig  # noqa: F401 - sets up Reflex before it is imported

    environment.REFLEX_COMPILE_CONTEXT.set(constants.CompileContext.EXPORT)
    prerequisites.initialize_reflex_user_directory()
    if prerequisites.needs_reinit():  # empties .web, node_modules included
        prerequisites.initialize_frontend_dependencies()
    prerequisites.get_compiled_app(prerender_routes=True, use_rich=False, trigger="export")
    build.setup_frontend(Path.cwd())
    build.build()


def _build_in_own_process() -> None:
    command = [sys.executable, "-c", "from opentribe.cli.frontend import compile_and_bundle as go; go()"]
    ended = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    said = ended.stdout.decode(errors="replace")
    WEB_DIR.mkdir(exist_ok=True)
    LOG.write_text(said)
    if ended.returncode != 0:
        lines = [line for line in said.splitlines() if not line.startswith("Progress: ")]
        raise BuildFailed(f"The front end does not build. The end of {LOG}:\n\n" + "\n".join(lines[-SHOWN_LINES:]))


@contextmanager
def _tidy_lock() -> Iterator[None]:
    """Keep the committed package.json as it was written unless it says something else now."""
    path = Path("reflex.lock/package.json")
    before = path.read_bytes() if path.is_file() else b""
    try:
        yield
    finally:
        if path.is_file():
            said = json.loads(path.read_bytes())
            same = bool(before) and json.loads(before) == said
            path.write_bytes(before if same else (json.dumps(said, indent=2) + "\n").encode())


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    # Locked is a file that is always there: Reflex may replace `.web` and whatever lies in it.
    with Path("rxconfig.py").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
