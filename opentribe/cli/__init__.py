"""The command line: run, build, migrate, check."""

from opentribe.cli.commands import main

__all__ = ["main"]
