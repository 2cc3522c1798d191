"""A Chromium for the journeys: Playwright's own when it is there, else the system's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright, sync_playwright

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]
SERIOUS = ("error", "warning")
SYSTEM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def launch(playwright: Playwright) -> Browser:
    """A headless Chromium. Raises RuntimeError with the remedy when the machine has none."""
    if Path(playwright.chromium.executable_path).exists():
        return playwright.chromium.launch(args=QUIET)
    system = _system_browser()
    if system is None:
        raise RuntimeError(
            "There is no Chromium. Run `make test`, which installs one, or install the chromium package."
        )
    return playwright.chromium.launch(executable_path=system, args=QUIET)


def complaints(page: Page) -> list[str]:
    """A list that fills with what the browser holds against the page: errors, and violations of the policy."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(f"error: {error}"))
    page.on("console", lambda said: found.append(f"{said.type}: {said.text}") if said.type in SERIOUS else None)
    return found


def ensure_browser() -> None:
    """Install a Chromium unless there is one: Playwright's, or the system's package when we are root."""
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    if own.exists() or _system_browser():
        return
    if _ran([sys.executable, "-m", "playwright", "install", "chromium"]) and own.exists():
        return
    if os.geteuid() == 0 and shutil.which("apt-get") and _ran(["apt-get", "update", "-q"]):
        _ran(["apt-get", "install", "-qy", "--no-install-recommends", "chromium"])
    if _system_browser() is None:
        sys.exit(
            "The journeys need a Chromium and none could be installed. Install the chromium package, then try again."
        )


def _system_browser() -> str | None:
    return next(filter(None, map(shutil.which, SYSTEM_NAMES)), None)


def _ran(command: list[str]) -> bool:
    print("+", " ".join(command), flush=True)
    return subprocess.run(command, check=False).returncode == 0


if __name__ == "__main__":
    ensure_browser()
