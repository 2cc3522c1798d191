"""The webhooks of a bot or of the community on the page of whoever keeps them, and the questions about them."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.domain.webhooks.schemas import WebhookCard
from opentribe.web.identities.hook_log import log
from opentribe.web.identities.hook_log_state import HookLogState
from opentribe.web.identities.hooks_state import HooksState
from opentribe.web.ui.badges import badge
from opentribe.web.ui.buttons import button
from opentribe.web.ui.choices import checkbox
from opentribe.web.ui.dialog import dialog
from opentribe.web.ui.fields import field, field_error, form_error
from opentribe.web.ui.icons import icon
from opentribe.web.ui.states import empty_state
from opentribe.web.widgets.browser import CopyBox, Moment
from opentribe.web.widgets.forms import form, send_button
from opentribe.web.widgets.link import link


def hooks(title: str, words: str) -> rx.Component:
    """All of them; a new secret stands above, this once. `words` say what they are told of."""
    return rx.el.section(
        rx.el.div(
            rx.el.div(
                rx.el.h2(title),
                rx.el.p(words, " ", link("How to check it", to="/developers#webhooks", class_name="link")),
            ),
            button("New webhook", variant="quiet", icon_name="webhook", on_click=HooksState.ask_about("new", "")),
            class_name="section-head",
        ),
        rx.cond(HooksState.secret, new_secret()),
        rx.cond(
            HooksState.hooks.length() > 0,
            rx.el.ul(rx.foreach(HooksState.hooks, hook_row), class_name="card flush rows"),
            rx.cond(
                HooksState.is_loading,
                rx.el.div(rx.el.span(class_name="skeleton w-60"), class_name="card", aria_hidden="true"),
                rx.el.div(
                    empty_state("webhook", "No webhooks yet", "Name an address, and it hears within seconds."),
                    class_name="card",
                ),
            ),
        ),
        asking(),
        rotating(),
        ending(),
        log(),
        class_name="section",
    )


def new_secret() -> rx.Component:
    """A secret at the only moment when it can be read."""
    return rx.el.div(
        rx.el.h3("The secret for ", HooksState.secret_url),
        CopyBox.create(value=HooksState.secret, label="the secret", takes_focus=True),
        rx.el.p(
            "Copy it now: it is shown this once, and gone when you leave this page. What we send is signed with it."
        ),
        key=HooksState.secret,
        class_name="card once",
        on_unmount=HooksState.leave,
    )


def hook_row(card: rx.Var[WebhookCard]) -> rx.Component:
    """A webhook, how it does, and what can be done with it."""
    return rx.el.li(
        rx.el.span(icon("webhook"), class_name="row-icon", aria_hidden="true"),
        rx.el.div(
            rx.el.span(rx.el.span(card.url), standing(card), class_name="row-title"),
            rx.el.span(
                rx.cond(card.on_post, rx.el.code("post.created ")),
                rx.cond(card.on_comment, rx.el.code("comment.created ")),
                rx.cond(card.on_mention, rx.el.code("mention ")),
                " · ",
                rx.cond(
                    card.delivered_at, Moment.create(at=card.delivered_at, prefix="last taken"), "nothing taken yet"
                ),
                class_name="row-meta",
            ),
            rx.cond(
                ~card.is_on,
                rx.el.span(icon("circle-alert"), rx.el.span(card.disabled_reason), class_name="hook-trouble"),
                rx.cond(
                    card.is_failing,
                    rx.el.span(
                        icon("circle-alert"),
                        rx.el.span(
                            Moment.create(at=card.failing_since, prefix="Nothing was taken since"),
                            ". After three days it is switched off.",
                        ),
                        class_name="hook-trouble",
                    ),
                ),
            ),
            class_name="row-main",
        ),
        row_actions(card),
        key=card.id.to(str),
        class_name="row hook-row",
    )


def standing(card: rx.Var[WebhookCard]) -> rx.Component:
    """How it does, in a word."""
    return rx.cond(
        card.is_on,
        rx.cond(card.is_failing, badge("Failing", tone="warning"), badge("On", tone="accent")),
        badge("Off", tone="danger"),
    )


def row_actions(card: rx.Var[WebhookCard]) -> rx.Component:
    """What can be done with a webhook."""
    hook_id, url = card.id.to(str), card.url.to(str)

    def small(label: str, on_click: Any, *, is_warning: bool = False) -> rx.Component:
        return button(
            label,
            variant="ghost",
            size="small",
            is_warning=is_warning,
            aria_label=f"{label}: " + url,
            on_click=on_click,
        )

    return rx.el.div(
        small("Send a test", HookLogState.send_test(hook_id, url)),
        small("Log", HookLogState.open(hook_id, url)),
        small("Change", HooksState.ask_about("change", hook_id)),
        rx.cond(
            card.is_on,
            small("Switch off", HooksState.switch(hook_id, False)),
            small("Switch on", HooksState.switch(hook_id, True)),
        ),
        small("New secret", HooksState.ask_about("rotate", hook_id)),
        small("Delete", HooksState.ask_about("end", hook_id), is_warning=True),
        class_name="row-actions",
    )


def asking() -> rx.Component:
    """Where to send, and what."""
    errors, chosen = HooksState.errors, HooksState.chosen
    is_new = HooksState.asked == "new"

    def ticked(name: str) -> Any:
        return rx.cond(is_new, True, rx.cond(chosen, chosen[name], False)).to(bool)

    return dialog(
        "webhook",
        rx.cond(is_new, "New webhook", "Change the webhook"),
        form(
            form_error(errors["form"]),
            field(
                "Address",
                "url",
                error=errors["url"],
                hint="Where your program listens. The whole internet must be able to reach it.",
                type="url",
                input_mode="url",
                auto_complete="off",
                placeholder="https://example.org/hook",
                default_value=rx.cond(is_new, "", rx.cond(chosen, chosen.url, "")),
            ),
            rx.el.fieldset(
                rx.el.legend("What to tell it"),
                checkbox("New posts", name="on_post", default_checked=ticked("on_post")),
                checkbox("New comments", name="on_comment", default_checked=ticked("on_comment")),
                checkbox("Mentions", name="on_mention", default_checked=ticked("on_mention")),
                field_error(errors["events"]),
                class_name="choices",
            ),
            rx.el.div(
                button("Cancel", variant="ghost", on_click=HooksState.close),
                send_button(rx.cond(is_new, "Make the webhook", "Save"), HooksState.is_busy),
                class_name="dialog-actions",
            ),
            key=HooksState.asked.to(str) + rx.cond(chosen, chosen.id.to(str), ""),
            class_name="form",
            on_submit=HooksState.save,
        ),
        is_open=is_new | (HooksState.asked == "change"),
        on_close=HooksState.close,
    )


def rotating() -> rx.Component:
    """The question before another secret."""
    return dialog(
        "webhook-secret",
        "A new secret?",
        rx.el.p("For a day what we send carries both signatures, the new and the old, so that nothing is refused."),
        actions=(
            button("Keep the old one", variant="ghost", auto_focus=True, on_click=HooksState.close),
            button("Make a new secret", on_click=HooksState.rotate),
        ),
        is_open=HooksState.asked == "rotate",
        on_close=HooksState.close,
    )


def ending() -> rx.Component:
    """The question before it is deleted."""
    return dialog(
        "end-webhook",
        "Delete this webhook?",
        rx.el.p("Nothing is sent there any more, and its log goes with it. To pause it, switch it off instead."),
        actions=(
            button("Keep it", variant="ghost", auto_focus=True, on_click=HooksState.close),
            button("Delete it", variant="danger", on_click=HooksState.end),
        ),
        is_open=HooksState.asked == "end",
        on_close=HooksState.close,
    )
