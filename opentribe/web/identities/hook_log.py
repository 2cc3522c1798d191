"""The log of a webhook: what was sent, what was answered, and the way to send it again."""

from __future__ import annotations

import reflex as rx

from opentribe.domain.webhooks.schemas import DeliveryCard
from opentribe.web.identities.hook_log_state import HookLogState
from opentribe.web.ui.badges import badge
from opentribe.web.ui.buttons import button
from opentribe.web.ui.dialog import dialog
from opentribe.web.ui.fields import form_error
from opentribe.web.ui.states import empty_state
from opentribe.web.widgets.browser import LoadMore, Moment, Pulse
from opentribe.web.widgets.rows import growing

BEATS_EVERY = 2  # seconds


def log() -> rx.Component:
    """The log over the page; it keeps up while it is open."""
    batch, is_open = HookLogState.batch, HookLogState.hook_id != ""
    return dialog(
        "webhook-log",
        "Sent this week",
        rx.el.p(HookLogState.url, class_name="hook-url"),
        form_error(HookLogState.refusal),
        rx.cond(
            batch.rows.length() > 0,
            rx.el.ul(rx.foreach(growing(batch, HookLogState.patches, DeliveryCard), delivery_row), class_name="rows"),
            empty_state("send", "Nothing was sent yet", "Send a test and see what comes back."),
        ),
        rx.cond(
            HookLogState.has_more,
            LoadMore.create(
                batch=batch.epoch.to(str) + batch.number.to_string(),
                is_busy=HookLogState.is_loading,
                label="Show older ones",
                on_more=HookLogState.load_more,
            ),
        ),
        rx.cond(is_open, Pulse.create(every=BEATS_EVERY, heard=HookLogState.looks, on_beat=HookLogState.look)),
        is_open=is_open,
        on_close=HookLogState.close,
        is_wide=True,
    )


def delivery_row(card: rx.Var[DeliveryCard]) -> rx.Component:
    """One delivery, and how it went."""
    return rx.el.li(
        rx.el.div(
            rx.el.span(rx.el.code(card.event), how(card), class_name="row-title"),
            rx.cond(card.said != "", rx.el.span(card.said, class_name="hook-said")),
            rx.el.span(
                Moment.create(at=card.created_at),
                rx.cond(card.status, " · " + card.status.to_string(), ""),
                rx.cond(card.took_ms, " · " + card.took_ms.to_string() + " ms", ""),
                rx.cond(card.attempts > 1, " · " + card.attempts.to_string() + " tries", ""),
                rx.cond(
                    (card.outcome == "waiting") & (card.attempts > 0),
                    rx.fragment(" · ", Moment.create(at=card.run_at, prefix="again")),
                ),
                class_name="row-meta",
            ),
            class_name="row-main",
        ),
        rx.el.div(
            button(
                "Send again",
                variant="ghost",
                size="small",
                aria_label="Send again: " + card.event.to(str),
                on_click=HookLogState.resend(card.id.to(str)),
            ),
            class_name="row-actions",
        ),
        key=card.id.to(str),
        class_name="row hook-row",
    )


def how(card: rx.Var[DeliveryCard]) -> rx.Component:
    """How it went, in a word."""
    return rx.match(
        card.outcome,
        ("delivered", badge("Taken", tone="accent")),
        ("failed", badge("Failed", tone="danger")),
        ("dropped", badge("Not sent")),
        badge("On its way", tone="warning"),
    )
