"""The editor's Markdown bridge, run by the bun that builds the pages."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import rxconfig
from opentribe.cli.frontend import WEB_DIR, build_if_stale

PROCESS = Path(__file__).with_name("bridge_process.js")
Ask = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def bridge() -> Iterator[Ask]:
    """Asks the bridge: `bridge("round", text=…)`. Raises AssertionError with the trace when it throws."""
    rxconfig.use_bundled_toolchain()
    build_if_stale()  # brings the packages
    env = {**os.environ, "NODE_PATH": str((WEB_DIR / "node_modules").resolve())}
    with subprocess.Popen(
        ["bun", str(PROCESS)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None

        def ask(what: str, **given: Any) -> dict[str, Any]:
            process.stdin.write(json.dumps({"what": what, **given}) + "\n")
            process.stdin.flush()
            answer: dict[str, Any] = json.loads(process.stdout.readline())
            assert "error" not in answer, f"{given}\n{answer['error']}"
            return answer

        yield ask
        process.stdin.close()
        process.wait(10)
