"""What a notification looks like."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.domain.notifications.models import NotificationType
from opentribe.domain.notifications.schemas import NotificationCard
from opentribe.web.notifications.state import NotificationsState
from opentribe.web.ui.avatar import avatar
from opentribe.web.ui.badges import badge
from opentribe.web.ui.buttons import icon_button
from opentribe.web.ui.icons import icon
from opentribe.web.widgets.browser import Moment
from opentribe.web.widgets.link import link

SIGNS = (
    (NotificationType.comment, "message-circle"),
    (NotificationType.reply, "reply"),
    (NotificationType.like, "heart"),
    (NotificationType.mention, "at-sign"),
    (NotificationType.follow, "user-plus"),
    (NotificationType.new_member, "user-plus"),
    (NotificationType.level_up, "trophy"),
    (NotificationType.moderation, "shield"),
)


def line(card: rx.Var[NotificationCard]) -> rx.Component:
    """One line: who did what, where it leads, and what to do with it."""
    line_id = card.id.to(str)
    return rx.el.li(
        picture(card),
        rx.el.div(
            rx.cond(
                card.path,
                link(
                    sentence(card),
                    to=card.path.to(str),
                    class_name="note-link",
                    on_click=NotificationsState.set_read(line_id, True),
                ),
                rx.el.span(sentence(card)),
            ),
            rx.cond(card.quote, rx.el.p(card.quote, class_name="note-quote")),
            rx.el.div(Moment.create(at=card.created_at), class_name="row-meta"),
            class_name="row-main",
        ),
        rx.el.div(
            rx.cond(
                card.is_unread,
                icon_button("check", "Mark as read", on_click=NotificationsState.set_read(line_id, True)),
                icon_button("circle-dot", "Mark as unread", on_click=NotificationsState.set_read(line_id, False)),
            ),
            icon_button("trash-2", "Delete", on_click=NotificationsState.delete(line_id)),
            class_name="row-actions",
        ),
        key=line_id,
        class_name="row note",
        custom_attrs={"data-unread": rx.cond(card.is_unread, "true", rx.Var("undefined"))},
    )


def picture(card: Any) -> rx.Component:
    """The face of who did it, with a small sign of what it was; without a face the sign alone."""
    sign = rx.match(card.type.to(str), *((kind.value, icon(name)) for kind, name in SIGNS), icon("bell"))
    return rx.el.span(
        rx.cond(
            card.actor_name,
            rx.fragment(
                avatar(card.actor_name, card.actor_image, is_square=card.actor_is_bot),
                rx.el.span(sign, class_name="note-sign"),
            ),
            rx.el.span(sign, class_name="row-icon"),
        ),
        class_name="note-picture",
        aria_hidden="true",
    )


def sentence(card: Any) -> rx.Component:
    """Who, how many others, what, and to what."""
    return rx.fragment(
        rx.cond(card.is_unread, rx.el.span("Unread: ", class_name="visually-hidden")),
        rx.cond(card.actor_name, rx.el.strong(card.actor_name, class_name="note-who")),
        rx.cond(card.actor_is_bot, badge("BOT", tone="bot")),
        rx.cond(
            card.others > 0,
            " and " + card.others.to_string() + rx.cond(card.others == 1, " other", " others"),
            "",
        ),
        " " + card.words.to(str),
        rx.cond(card.subject, rx.el.span(" “" + card.subject.to(str) + "”", class_name="note-subject")),
    )
