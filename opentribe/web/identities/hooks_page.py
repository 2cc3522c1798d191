"""The page about the community's own webhooks."""

from __future__ import annotations

import reflex as rx

from opentribe.web.identities.hooks import hooks
from opentribe.web.identities.parts import page_head
from opentribe.web.widgets.states import admins_only


def webhooks() -> rx.Component:
    """What is told to other programs, for those who look after the community."""
    return admins_only(
        rx.fragment(
            page_head("Webhooks", "Tell other programs what happens here, the moment it does."),
            hooks("Where it is told", "All that admins see, secret and paid spaces too."),
        )
    )
