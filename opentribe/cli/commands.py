"""`python -m opentribe COMMAND`: what an owner types."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from opentribe.cli import frontend, preflight
from opentribe.settings import SQLITE_FILE, Settings, SettingsError, get_settings

UNHEARD = (
    "REDIS_URL is not set: bells, new points and levels show in open pages only when they are loaded again. "
    "Name one Redis in REDIS_URL for the server and every worker."
)
PROJECT = Path(__file__).resolve().parents[2]


class Stop(Exception):
    """The command cannot go on; the message says why and what to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status. What is wrong is said in words, without a traceback."""
    parser = argparse.ArgumentParser(prog="python -m opentribe", description="OpenTribe, a home for a community.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (function, meaning) in COMMANDS.items():
        commands.add_parser(name, help=meaning, description=meaning).set_defaults(function=function)
    chosen = parser.parse_args(arguments)
    os.chdir(PROJECT)  # `.web`, `reflex.lock` and a relative data directory are the project's
    try:
        status = chosen.function()
    except (SettingsError, preflight.Unfit, frontend.BuildFailed) as error:
        print(f"OpenTribe cannot {chosen.command}:\n{_indented(str(error))}", file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        return 130
    return int(status)


def run() -> int:
    """Check, migrate, build when needed, serve until told to stop."""
    settings = get_settings()
    preflight.check_port(settings)
    _prepare_data(settings)
    _build_when_needed()
    return _serve(settings)


def demo() -> int:
    """The same with the demo community, in a data directory of its own."""
    from opentribe.cli.demo import make_demo, sign_in_lines  # the seeds are slow to import, and `run` needs none

    _use_demo_data()
    settings = get_settings()
    preflight.check_port(settings)
    preflight.prepare_data_dir(settings)
    if not (settings.data_dir / SQLITE_FILE).exists():
        _say("Making the demo community. This takes half a minute or so.")
        make_demo(settings.data_dir / SQLITE_FILE)
    preflight.migrate_database(settings)
    _build_when_needed()
    _say(sign_in_lines())
    return _serve(settings)


def _use_demo_data() -> None:
    """Whatever database is configured, the demo community does not go there."""
    os.environ.pop("DATABASE_URL", None)
    os.environ.setdefault("OPENTRIBE_DATA_DIR", "demo-data")


def _serve(settings: Settings) -> int:
    import rxconfig  # noqa: F401 - sets up Reflex before it is imported
    from opentribe.opentribe import app
    from opentribe.web.serving.server import NotStarted, serve

    try:
        serve(app, settings.host, settings.port, lambda: _say(f"OpenTribe is at {settings.address}"))
    except NotStarted as error:
        raise preflight.Unfit(str(error)) from None


def worker() -> int:
    """Do the work in the background in a process of its own, beside the server, until told to stop."""
    settings = get_settings()
    if not settings.database_url.startswith("postgresql"):
        raise preflight.Unfit(
            "With SQLite the server does the background work itself. "
            "For workers beside it, name a PostgreSQL database in DATABASE_URL."
        )
    _prepare_data(settings)
    if not settings.redis_url:
        _say(UNHEARD)
    from opentribe.cli.worker import work

    return work(settings, lambda: _say("Working. Ctrl-C ends it."))


def build() -> int:
    """Build the front end when its sources have changed."""
    get_settings()
    if not _build_when_needed():
        _say("The front end is up to date.")
    return 0


def migrate() -> int:
    """Bring the database to this version."""
    if not _prepare_data(get_settings()):
        _say("The database is up to date.")
    return 0


def check() -> int:
    """Tell whether the installation could start, and change nothing."""
    settings = get_settings()
    preflight.check_port(settings)
    preflight.check_data_dir(settings)
    preflight.check_database(settings)
    preflight.check_points(settings)
    preflight.check_mail(settings)
    _say("The settings, the port and the database are fine.")
    _say("The mail server answers." if settings.smtp_url else "Mail is not set up: links stand in the log.")
    if not frontend.is_fresh():
        _say("The front end will be built at the next start.")
    return 0


COMMANDS: dict[str, tuple[Callable[[], int], str]] = {
    "run": (run, "Migrate, build the front end if its sources changed, and serve."),
    "demo": (demo, "The same as run, with a demo community in a database of its own."),
    "worker": (worker, "Do the background work in a process of its own (PostgreSQL)."),
    "build": (build, "Build the front end if its sources changed."),
    "migrate": (migrate, "Bring the database to this version's tables."),
    "check": (check, "Tell whether the installation could start; changes nothing."),
}


def _prepare_data(settings: Settings) -> bool:
    preflight.prepare_data_dir(settings)
    changed = preflight.migrate_database(settings)
    if changed:
        _say("The database was migrated.")
    return changed


def _build_when_needed() -> bool:
    if frontend.is_fresh():
        return False
    _say("Building the front end. The first time this takes a minute or so.")
    return frontend.build_if_stale()


def _say(text: str) -> None:
    print(text, flush=True)


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())
