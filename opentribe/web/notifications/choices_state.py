"""What the page where a member chooses what to hear of holds and does."""

from __future__ import annotations

from typing import Any

import reflex as rx
from pydantic import BaseModel

from opentribe.domain.notifications.commands import set_preferences
from opentribe.domain.notifications.queries import get_preferences
from opentribe.domain.notifications.schemas import CHOSEN_AMONG, Channels, Digest, Preferences, zones
from opentribe.kit.errors import Invalid
from opentribe.web.session.asking import ask
from opentribe.web.session.refusal import in_form
from opentribe.web.session.state import SessionState, say

FIELDS = ("hour", "zone")


class KindRow(BaseModel):
    """How one kind is heard of."""

    kind: str
    in_app: bool
    mail: bool


class NotificationChoicesState(rx.State):
    """The form with what one hears of."""

    rows: list[KindRow] = []
    digest: str = Digest.daily.value
    hour: str = ""
    zone: str = ""
    errors: dict[str, str] = {}
    is_busy: bool = False

    @rx.event
    async def open(self):
        """Read what was chosen; visitors have nothing to choose."""
        self.errors, self.is_busy = {}, False
        if (await self.get_state(SessionState)).me.is_member:
            self._show(await ask(self, get_preferences))

    @rx.event
    def choose(self, digest: str):
        """A choice in the form, which is not sent yet."""
        self.digest = digest

    @rx.event
    async def save(self, form: dict[str, Any]):
        """Hear of this from now on."""
        self.errors, self.is_busy = {}, True
        yield
        try:
            await ask(self, set_preferences, _filled(form))
        except Invalid as refusal:
            self.errors = in_form(refusal, FIELDS)
            return
        finally:
            self.is_busy = False
        self._show(await ask(self, get_preferences))
        say(await self.get_state(SessionState), "Saved. It holds from now on.")

    def _show(self, chosen: Preferences) -> None:
        kinds = [(kind, chosen.channels(kind)) for kind in CHOSEN_AMONG]
        self.rows = [KindRow(kind=kind.value, in_app=each.in_app, mail=each.mail) for kind, each in kinds]
        self.digest, self.hour, self.zone = chosen.digest.value, str(chosen.hour), chosen.zone


def _filled(form: dict[str, Any]) -> Preferences:
    """What the form says. Raises Invalid naming the field."""
    hour, zone = str(form.get("hour", "")), str(form.get("zone", ""))
    if hour not in {str(each) for each in range(24)}:
        raise Invalid(hour="Choose an hour.")
    if zone not in zones():
        raise Invalid(zone="Choose the time zone you live in.")
    digest = str(form.get("digest", ""))
    if digest not in set(Digest):
        raise Invalid(form="Choose when mail is sent.")
    kinds = {
        kind: Channels(in_app=_is_ticked(form, f"in_app-{kind.value}"), mail=_is_ticked(form, f"mail-{kind.value}"))
        for kind in CHOSEN_AMONG
    }
    return Preferences(kinds=kinds, digest=Digest(digest), hour=int(hour), zone=zone)


def _is_ticked(form: dict[str, Any], name: str) -> bool:
    return form.get(name) in {True, "on", "true"}
