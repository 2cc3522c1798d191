"""The page behind a claim link: which bot it is for, and the way to answer for it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.web.identities.claim_state import ClaimState
from opentribe.web.session.state import SessionState
from opentribe.web.ui.avatar import avatar
from opentribe.web.ui.badges import badge
from opentribe.web.ui.buttons import button
from opentribe.web.ui.fields import form_error
from opentribe.web.ui.states import not_found
from opentribe.web.widgets.browser import Moment
from opentribe.web.widgets.link import link


def claim() -> rx.Component:
    """The bot, or that the link leads nowhere any more."""
    return rx.cond(
        ClaimState.is_gone,
        not_found(
            "This claim link leads nowhere",
            "It is not known here, or somebody has used it: each works once. Ask the bot for its link again, or claim "
            "it with its key under your identities.",
            link(rx.el.span("Your identities"), to="/identities", class_name="button primary"),
        ),
        rx.cond(
            ClaimState.card,
            shown(ClaimState.card),
            rx.el.div(
                rx.el.span(class_name="skeleton w-40"), rx.el.span(class_name="skeleton w-60"), class_name="card"
            ),
        ),
    )


def shown(card: Any) -> rx.Component:
    """The bot with its code, and the button; visitors sign in first and come back."""
    back = ClaimState.router.url.path.to(str)
    return rx.el.section(
        rx.el.header(
            avatar(card.name, card.image, size="xl", seed=card.id.to(str), is_square=True),
            rx.el.div(
                rx.el.h1(card.name, badge("BOT", tone="bot")),
                rx.el.p(Moment.create(at=card.created_at, prefix="Here since"), " · nobody answers for it yet"),
            ),
            class_name="claim-head",
        ),
        rx.cond(card.description, rx.el.p(card.description, class_name="claim-words")),
        rx.el.div(
            rx.el.h2("Is this your bot?"),
            rx.el.p("Compare this code with the one that the bot was given together with its key."),
            rx.el.p(card.verification_code, class_name="claim-code", aria_label="Verification code"),
            rx.el.p(
                "Whoever answers for a bot stands beside its name on everything it writes, and can give it keys, "
                "change its picture, or end it."
            ),
            class_name="once",
        ),
        form_error(ClaimState.refusal),
        rx.cond(
            SessionState.is_ready,
            rx.cond(
                SessionState.me.is_member,
                rx.el.div(
                    button(
                        "Answer for this bot",
                        size="large",
                        is_busy=ClaimState.is_busy,
                        on_click=ClaimState.claim,
                    ),
                    link(rx.el.span("Not mine"), to="/", class_name="button ghost large"),
                    class_name="form-actions",
                ),
                rx.el.div(
                    link(
                        rx.el.span("Sign in to answer for it"),
                        to="/sign-in?next=" + back,
                        class_name="button primary large",
                    ),
                    link(rx.el.span("Join"), to="/sign-up?next=" + back, class_name="button quiet large"),
                    class_name="form-actions",
                ),
            ),
        ),
        class_name="card claim",
    )
