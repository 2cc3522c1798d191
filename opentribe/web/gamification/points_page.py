"""The page about one's own points."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.domain.gamification.schemas import PointLine, PointRuleCard, PointShare
from opentribe.web.gamification.points_state import PointsState
from opentribe.web.gamification.words import DEEDS
from opentribe.web.session.state import SessionState
from opentribe.web.ui.states import empty_state
from opentribe.web.widgets.browser import LoadMore, Moment
from opentribe.web.widgets.level import level_badge
from opentribe.web.widgets.link import link
from opentribe.web.widgets.rows import growing
from opentribe.web.widgets.states import failed


def points() -> rx.Component:
    """What one has, where it comes from, how one gets more."""
    return rx.fragment(
        rx.el.header(
            rx.el.div(rx.el.h1("Points"), rx.el.p("Recognition for taking part. Your level stands beside your name.")),
            class_name="page-head",
        ),
        rx.cond(
            PointsState.has_failed,
            rx.el.div(failed(PointsState.load), class_name="card"),
            rx.cond(
                PointsState.is_loading,
                rx.el.div(
                    *(rx.el.span(class_name=f"skeleton {shape}") for shape in ("tall w-40", "", "w-60")),
                    class_name="card form",
                    aria_hidden="true",
                ),
                rx.fragment(
                    rx.cond(SessionState.me.is_member, rx.fragment(standing(), breakdown())),
                    ways(),
                    rx.cond(SessionState.me.is_member, history(), way_in()),
                ),
            ),
        ),
    )


def standing() -> rx.Component:
    """One's level, and how far it is to the next."""
    mine = PointsState.summary
    return rx.el.section(
        rx.el.div(
            level_badge(mine.level),
            rx.el.div(
                rx.el.h2(mine.level_name),
                rx.el.p("Level ", mine.level.to_string()),
            ),
            rx.el.p(rx.el.strong(mine.total.to_string()), rx.cond(mine.total == 1, " point", " points")),
            class_name="standing-head",
        ),
        rx.cond(
            mine.next_name != "",
            rx.el.div(
                rx.el.progress(
                    value=(mine.total - mine.floor).to_string(),
                    max=(mine.ceiling - mine.floor).to_string(),
                    aria_label="Way to the next level",
                ),
                rx.el.p((mine.ceiling - mine.total).to_string(), " more to ", rx.el.strong(mine.next_name)),
                class_name="to-next",
            ),
            rx.el.p("This is the highest level there is.", class_name="muted"),
        ),
        class_name="card standing",
    )


def breakdown() -> rx.Component:
    """Which kinds of deeds brought how much."""
    return rx.cond(
        PointsState.summary.shares.length() > 0,
        rx.el.section(
            rx.el.h2("Where they come from"),
            rx.el.ul(rx.foreach(PointsState.summary.shares, share), class_name="shares"),
            class_name="card",
        ),
    )


def share(given: rx.Var[PointShare]) -> rx.Component:
    """One kind, as a part of all."""
    return rx.el.li(
        rx.el.span(deed(given.action)),
        rx.el.meter(
            value=given.points.to_string(),
            min="0",
            max=PointsState.summary.total.to_string(),
            aria_label=deed(given.action),
        ),
        rx.el.strong(given.points.to_string()),
        key=given.action.to(str),
    )


def ways() -> rx.Component:
    """How one gets points."""
    return rx.cond(
        PointsState.deeds.length() > 0,
        rx.el.section(
            rx.el.h2("How to get points"),
            rx.el.ul(rx.foreach(PointsState.deeds, way), class_name="ways"),
            class_name="card",
        ),
    )


def way(rule: rx.Var[PointRuleCard]) -> rx.Component:
    """One deed and what it gives."""
    return rx.el.li(
        rx.el.span(
            deed(rule.action),
            rx.cond(
                rule.daily_cap.is_none() | (rule.action.to(str) == "daily_visit"),
                rx.fragment(),
                rx.el.small("up to ", rule.daily_cap.to(str), " a day"),
            ),
        ),
        rx.el.strong("+", rule.point_value.to_string()),
        key=rule.action.to(str),
    )


def history() -> rx.Component:
    """The ledger, line by line."""
    return rx.el.section(
        rx.el.h2("History"),
        rx.cond(
            PointsState.is_empty,
            empty_state(
                "sprout",
                "No points yet",
                "Say hello, answer somebody, share what you made: it all counts.",
                link("Look around", to="/", class_name="button primary"),
            ),
            rx.el.ul(
                rx.foreach(growing(PointsState.batch, PointsState.patches, PointLine), line),
                class_name="rows",
            ),
        ),
        rx.cond(
            PointsState.has_more,
            LoadMore.create(
                batch=PointsState.batch.epoch.to(str) + PointsState.batch.number.to_string(),
                is_busy=PointsState.is_loading_more,
                label="Show more",
                on_more=PointsState.load_more,
            ),
        ),
        class_name="card flush history",
    )


def line(given: rx.Var[PointLine]) -> rx.Component:
    """What it was for, when, and how much."""
    return rx.el.li(
        rx.el.div(
            rx.el.span(deed(given.action), rx.cond(given.is_taken_back, " (undone)", ""), class_name="row-title"),
            rx.el.span(
                rx.cond(given.path, link(given.about, to=given.path, class_name="link whole-row")),
                Moment.create(at=given.created_at),
                class_name="row-meta",
            ),
            class_name="row-main",
        ),
        rx.el.strong(
            rx.cond(given.amount > 0, "+", "−"),
            rx.cond(given.amount > 0, given.amount, -given.amount).to_string(),
            class_name=rx.cond(given.amount > 0, "amount", "amount less"),
        ),
        key=given.id.to(str),
        class_name="row",
    )


def deed(action: Any) -> Any:
    """What a kind of deed is called."""
    return rx.match(action.to(str), *DEEDS.items(), action.to(str))


def way_in() -> rx.Component:
    """For visitors."""
    return empty_state(
        "sprout",
        "Points are for members",
        "Join, take part, and see your own here.",
        link("Sign in", to="/sign-in?next=/points", class_name="button primary"),
    )
