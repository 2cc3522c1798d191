"""A key is told to the tab that asked for it, once: no state keeps it, and no other page load brings it back."""

from __future__ import annotations

import time
import uuid
from typing import Any

import pytest

from opentribe.domain.access.actor import Credential
from opentribe.domain.identities.schemas import KEY_PREFIX
from opentribe.kit.tokens import digest
from tests.server import RunningApp
from tests.web.handlers import Listing
from tests.web.socket import HYDRATE, ROOT, Tab, deltas
from tests.web.stage import Stage
from tests.web.test_identity import named

pytestmark = pytest.mark.timeout(300)  # the first start builds the front end

PAGE = "/get-api-key"
STATE = "get_key_state"


def ask_for_key(tab: Tab, listed: Listing, name: str) -> dict[str, Any]:
    """Send the form; what the page holds afterwards."""
    frames = tab.ask(named(listed, "GetKeyState.submit"), {"form": {"name": name, "description": ""}})
    return deltas(frames).get(STATE, {})


def test_a_key_is_told_once_and_kept_nowhere(app: RunningApp, furnished: Stage, listed: Listing) -> None:
    token, cookie = str(uuid.uuid4()), furnished.sign_in("ben")
    with Tab(app.port, cookie, token, PAGE) as tab:
        tab.visit(PAGE)
        secret = ask_for_key(tab, listed, "Once bot")["secret"]
        assert secret.startswith(KEY_PREFIX)
        assert sum(secret in frame for frame in tab.frames) == 1
        tab.ask(named(listed, "GetKeyState.received"))
        for name in (HYDRATE, f"{ROOT}.hydrate"):
            assert secret not in "".join(tab.ask(name))
        assert secret not in "".join(tab.visit(PAGE))
    time.sleep(0.3)
    with Tab(app.port, cookie, token, PAGE) as again:
        shown = again.visit(PAGE)
        assert secret not in "".join(shown)
        assert not deltas(shown).get(STATE, {}).get("made")
    actor = furnished.cast.actor(Credential(key_hash=digest(secret)))
    assert actor.owner_id == furnished.cast.user_id("ben")


def test_the_same_form_again_is_the_same_bot_until_the_key_has_arrived(
    app: RunningApp, furnished: Stage, listed: Listing
) -> None:
    with Tab(app.port, furnished.sign_in("ben"), path=PAGE) as tab:
        tab.visit(PAGE)
        first = ask_for_key(tab, listed, "Patient bot")
        tab.visit(PAGE)  # the answer was lost, the connection came back
        second = ask_for_key(tab, listed, "Patient bot")
        assert (first["secret"], first["made"]["id"]) == (second["secret"], second["made"]["id"])
        tab.ask(named(listed, "GetKeyState.received"))
        refused = ask_for_key(tab, listed, "Patient bot")
        assert "taken" in refused["errors"]["name"]
        assert "secret" not in refused


def test_two_presses_at_once_make_one_bot(app: RunningApp, furnished: Stage, listed: Listing) -> None:
    before = sum(table == "posting_identities" for table, _ in furnished.rows())
    with Tab(app.port, furnished.sign_in("ben"), path=PAGE) as tab:
        tab.visit(PAGE)
        for _ in range(2):
            tab.call(named(listed, "GetKeyState.submit"), {"form": {"name": "Hasty bot", "description": ""}})
        told = deltas(tab.settle())[STATE]
    assert told["secret"].startswith(KEY_PREFIX)
    assert not any(told["errors"].values())
    assert sum(table == "posting_identities" for table, _ in furnished.rows()) == before + 1
