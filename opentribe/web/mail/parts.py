"""What the owner's page about mail is made of."""

from __future__ import annotations

import reflex as rx

from opentribe.domain.mail.schemas import FailedMail, LetterCard, StoppedAddress
from opentribe.web.mail.state import MailState
from opentribe.web.ui.buttons import button
from opentribe.web.ui.icons import icon
from opentribe.web.ui.states import empty_state
from opentribe.web.ui.tabs import tabs
from opentribe.web.widgets.browser import Moment

LOOKS = [("light", "Light"), ("dark", "Dark"), ("text", "Plain text")]
HOW = (
    "OPENTRIBE_SMTP_URL=smtps://user:password@mail.example.org:465\n"
    "OPENTRIBE_MAIL_FROM=hello@example.org\n"
    "OPENTRIBE_PUBLIC_URL=https://example.org"
)


def sending() -> rx.Component:
    """Whether there is a mail server, and how it goes."""
    health = MailState.health
    return rx.el.section(
        head("Sending", "Where mail leaves, and whether it does."),
        rx.cond(
            health.is_set_up,
            rx.el.div(
                rx.el.dl(
                    fact("Server", health.server),
                    fact("Encryption", rx.cond(health.is_encrypted, "Always", "Only if the server offers it")),
                    fact("From", health.sender),
                    fact("Waiting", health.waiting),
                    fact(
                        "Last done", rx.cond(health.last_done_at, Moment.create(at=health.last_done_at), "Nothing yet")
                    ),
                    class_name="mail-facts",
                ),
                rx.cond(
                    health.trouble != "",
                    rx.el.p(
                        icon("circle-alert"),
                        rx.el.span(health.trouble, " It is tried again by itself."),
                        class_name="form-error",
                        role="alert",
                    ),
                ),
                class_name="card mail-health",
            ),
            rx.el.div(
                rx.el.p(
                    "Mail is not set up. Nobody can confirm an address, sign in with a link or choose a new password. "
                    "Name your mail server in the environment and start again:"
                ),
                rx.el.pre(HOW, class_name="mail-how", tab_index=0),
                rx.el.p("While this runs on your own machine, links stand in the log instead.", class_name="muted"),
                class_name="card mail-health",
            ),
        ),
        class_name="section",
    )


def head(title: str, words: str) -> rx.Component:
    """The head of a section."""
    return rx.el.div(rx.el.div(rx.el.h2(title), rx.el.p(words)), class_name="section-head")


def fact(name: str, value: object) -> rx.Component:
    """A name and its value."""
    return rx.el.div(rx.el.dt(name), rx.el.dd(value))


def letters() -> rx.Component:
    """Every kind of letter, and how the chosen one looks."""
    preview = MailState.preview
    return rx.el.section(
        head("Letters", "What your community sends, in its name and colour. The content shown here is made up."),
        rx.el.div(
            rx.el.div(
                rx.foreach(MailState.letters, letter_choice),
                class_name="mail-letters",
                role="group",
                aria_label="Letters",
            ),
            rx.el.div(
                rx.el.div(
                    rx.el.div(rx.el.strong(preview.subject), rx.el.small(preview.title), class_name="mail-subject"),
                    button(
                        "Send me a test",
                        variant="quiet",
                        icon_name="send",
                        is_busy=MailState.is_testing,
                        on_click=MailState.send_test,
                    ),
                    class_name="mail-preview-head",
                ),
                answer(),
                tabs(LOOKS, current=MailState.look, on_choose=MailState.choose_look, label="Look", panel_id="letter"),
                rx.el.div(
                    rx.cond(
                        MailState.look == "text",
                        rx.el.pre(preview.text, class_name="mail-text", tab_index=0),
                        rx.cond(
                            preview.html != "",
                            rx.el.iframe(
                                src_doc=preview.html,
                                sandbox="",
                                title="How the letter looks",
                                key=preview.name.to(str) + MailState.look.to(str),  # it keeps what it was made with
                                class_name="mail-frame",
                            ),
                        ),
                    ),
                    id="letter",
                    role="tabpanel",
                ),
                class_name="card mail-preview",
            ),
            class_name="mail-desk",
        ),
        class_name="section",
    )


def letter_choice(card: rx.Var[LetterCard]) -> rx.Component:
    """One kind of letter, to look at."""
    return rx.el.button(
        rx.el.strong(card.title),
        rx.el.small(card.when),
        type="button",
        key=card.name.to(str),
        class_name="mail-letter",
        aria_pressed=rx.cond(MailState.preview.name == card.name, "true", "false"),
        on_click=MailState.look_at(card.name),
    )


def answer() -> rx.Component:
    """What became of the test."""
    words = MailState.answer.words
    return rx.cond(
        words != "",
        rx.cond(
            MailState.answer.is_sent,
            rx.el.p(icon("mail-check"), rx.el.span(words), class_name="form-note", role="status"),
            rx.el.p(icon("circle-alert"), rx.el.span(words), class_name="form-error", role="alert"),
        ),
    )


def failed() -> rx.Component:
    """What was given up."""
    return rx.el.section(
        head("Not sent", "Mail that failed again and again, or that the server will not take."),
        rx.cond(
            MailState.failed.length() > 0,
            rx.fragment(
                rx.el.ul(rx.foreach(MailState.failed, failed_row), class_name="card flush rows"),
                rx.cond(
                    MailState.has_more_failed,
                    button("Show older ones", variant="quiet", on_click=MailState.more_failed),
                ),
            ),
            nothing("mail-check", "Nothing failed", "What cannot be sent is kept here with the reason."),
        ),
        class_name="section",
    )


def failed_row(mail: rx.Var[FailedMail]) -> rx.Component:
    """One mail, why it failed, and another try."""
    return rx.el.li(
        rx.el.div(
            rx.el.span(rx.el.span(mail.title, " to ", mail.address), class_name="row-title"),
            rx.el.span(mail.error, class_name="row-meta"),
            rx.el.span(Moment.create(at=mail.failed_at, prefix="Given up"), class_name="row-meta"),
            class_name="row-main",
        ),
        rx.el.div(
            button("Try again", variant="quiet", size="small", on_click=MailState.retry(mail.id.to(str))),
            button("Forget", variant="ghost", size="small", on_click=MailState.discard(mail.id.to(str))),
            class_name="row-actions",
        ),
        key=mail.id.to(str),
        class_name="row mail-row",
    )


def stopped() -> rx.Component:
    """Addresses where mail came back."""
    return rx.el.section(
        head(
            "Came back",
            "Nobody is at these addresses, their servers say. Their members see a line that asks for another.",
        ),
        rx.cond(
            MailState.stopped.length() > 0,
            rx.fragment(
                rx.el.ul(rx.foreach(MailState.stopped, stopped_row), class_name="card flush rows"),
                rx.cond(
                    MailState.has_more_stopped,
                    button("Show older ones", variant="quiet", on_click=MailState.more_stopped),
                ),
            ),
            nothing("at-sign", "No mail came back", "An address that takes none is listed here and left alone."),
        ),
        class_name="section",
    )


def stopped_row(stop: rx.Var[StoppedAddress]) -> rx.Component:
    """One address, what its server said, and the way to write there again."""
    return rx.el.li(
        rx.el.div(
            rx.el.span(rx.el.span(stop.address), class_name="row-title"),
            rx.el.span(stop.reason, class_name="row-meta"),
            rx.el.span(Moment.create(at=stop.created_at, prefix="Since"), class_name="row-meta"),
            class_name="row-main",
        ),
        rx.el.div(
            button("Write there again", variant="quiet", size="small", on_click=MailState.lift(stop.id.to(str))),
            class_name="row-actions",
        ),
        key=stop.id.to(str),
        class_name="row mail-row",
    )


def nothing(icon_name: str, title: str, words: str) -> rx.Component:
    """An empty list, which is good news here."""
    return rx.cond(
        MailState.is_loading,
        rx.fragment(),
        rx.el.div(empty_state(icon_name, title, words), class_name="card mail-none"),
    )
