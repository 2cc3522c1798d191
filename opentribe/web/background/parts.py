"""What the page about the work in the background is made of."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.domain.background.schemas import FailedJob
from opentribe.web.background.state import JobsState
from opentribe.web.ui.buttons import button
from opentribe.web.ui.dialog import dialog
from opentribe.web.ui.icons import icon
from opentribe.web.ui.states import empty_state
from opentribe.web.widgets.browser import LoadMore, Moment
from opentribe.web.widgets.rows import growing


def gauges() -> rx.Component:
    """How much waits, and for how long."""
    shown = JobsState.gauges
    return rx.el.section(
        rx.el.h2("Now", class_name="visually-hidden"),
        rx.el.dl(
            gauge("Waiting", shown.waiting),
            gauge("Due now", shown.due),
            gauge("Running", shown.running),
            gauge("Tried before", shown.retrying),
            gauge("Oldest due", rx.cond(JobsState.oldest != "", JobsState.oldest, "None")),
            gauge("Failed", shown.failed, is_bad=shown.failed > 0),
            class_name="card gauges",
        ),
        rx.cond(
            JobsState.is_stuck,
            rx.el.p(
                icon("circle-alert"),
                rx.el.span(
                    "Nothing has been taken up for ",
                    JobsState.oldest,
                    ". Is a worker running? Look at OPENTRIBE_WORKER_THREADS and at the log.",
                ),
                class_name="form-error",
                role="alert",
            ),
        ),
        class_name="section",
    )


def gauge(name: str, value: Any, *, is_bad: Any = False) -> rx.Component:
    """A figure under its name."""
    return rx.el.div(rx.el.dt(name), rx.el.dd(value), class_name=rx.cond(rx.Var.create(is_bad), "gauge bad", "gauge"))


def failed_jobs() -> rx.Component:
    """What was given up, and what to do about it."""
    batch = JobsState.batch
    return rx.el.section(
        rx.el.div(
            rx.el.div(
                rx.el.h2("Given up"),
                rx.el.p("What failed again and again. Nothing of it was done by half, so another try is safe."),
            ),
            rx.cond(
                JobsState.gauges.failed > 1,
                button(
                    "Try all again",
                    variant="quiet",
                    icon_name="rotate-cw",
                    on_click=JobsState.ask_about("retry-all", "", ""),
                ),
            ),
            class_name="section-head",
        ),
        rx.cond(
            batch.rows.length() > 0,
            rx.el.ul(
                rx.foreach(growing(batch, JobsState.patches, FailedJob), failed_row), class_name="card flush rows"
            ),
            rx.cond(
                JobsState.is_loading,
                rx.el.div(rx.el.span(class_name="skeleton w-60"), class_name="card", aria_hidden="true"),
                rx.el.div(
                    empty_state("circle-check", "Nothing failed", "What cannot be done is kept here with the reason."),
                    class_name="card",
                ),
            ),
        ),
        rx.cond(
            JobsState.has_more,
            LoadMore.create(
                batch=batch.epoch.to(str) + batch.number.to_string(),
                is_busy=JobsState.is_loading,
                label="Show older ones",
                on_more=JobsState.load_more,
            ),
        ),
        class_name="section",
    )


def failed_row(job: rx.Var[FailedJob]) -> rx.Component:
    """One job, why it failed, and another try."""
    return rx.el.li(
        rx.el.div(
            rx.el.span(rx.el.span(job.title), class_name="row-title"),
            rx.el.code(job.error, class_name="job-error", tab_index=0),
            rx.el.span(
                Moment.create(at=job.created_at, prefix="Asked for"),
                " · ",
                Moment.create(at=job.failed_at, prefix="given up"),
                " after ",
                rx.cond(job.attempts == 1, "one try", job.attempts.to_string() + " tries"),
                class_name="row-meta",
            ),
            class_name="row-main",
        ),
        rx.el.div(
            button(
                "Try again",
                variant="quiet",
                size="small",
                aria_label="Try again: " + job.title.to(str),
                on_click=JobsState.retry(job.id.to(str)),
            ),
            button(
                "Discard",
                variant="ghost",
                size="small",
                is_warning=True,
                aria_label="Discard " + job.title.to(str),
                on_click=JobsState.ask_about("discard", job.id.to(str), job.title.to(str)),
            ),
            class_name="row-actions",
        ),
        key=job.id.to(str),
        class_name="row job-row",
    )


def asking_retry() -> rx.Component:
    """Whether to try all of them again."""
    return dialog(
        "retry-all",
        "Try all again?",
        rx.el.p(
            "All ",
            JobsState.gauges.failed,
            " begin from their first try, at once. Mend the cause first, or they fail again.",
        ),
        actions=(
            button("Not now", variant="ghost", auto_focus=True, on_click=JobsState.close),
            button("Try all again", on_click=JobsState.retry_all),
        ),
        is_open=JobsState.asked == "retry-all",
        on_close=JobsState.close,
    )


def asking_discard() -> rx.Component:
    """Whether to forget one."""
    return dialog(
        "discard-job",
        "Discard this?",
        rx.el.p(
            rx.el.strong(JobsState.chosen_title),
            " is then never done: no mail goes out, no point is given for it. This cannot be undone.",
        ),
        actions=(
            button("Keep it", variant="ghost", auto_focus=True, on_click=JobsState.close),
            button("Discard it", variant="danger", on_click=JobsState.discard),
        ),
        is_open=JobsState.asked == "discard",
        on_close=JobsState.close,
    )
