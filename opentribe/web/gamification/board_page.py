"""The leaderboard: who has most points, and how one stands oneself."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.domain.gamification.schemas import Board, BoardRow
from opentribe.web.gamification.board_state import BoardState
from opentribe.web.session.page import Page
from opentribe.web.session.state import SessionState
from opentribe.web.ui.avatar import avatar
from opentribe.web.ui.choices import switch
from opentribe.web.ui.states import empty_state
from opentribe.web.widgets.browser import AddressTabs, LoadMore
from opentribe.web.widgets.follow import role_badge
from opentribe.web.widgets.level import level_badge
from opentribe.web.widgets.link import link
from opentribe.web.widgets.rows import growing
from opentribe.web.widgets.states import failed

TIMES = [
    {"value": Board.all_time.value, "words": "All time"},
    {"value": Board.month.value, "words": "This month"},
    {"value": Board.week.value, "words": "This week"},
]


def leaderboard() -> rx.Component:
    """All of it, for members."""
    return rx.fragment(
        rx.el.header(
            rx.el.div(rx.el.h1("Leaderboard"), rx.el.p("Who takes part and helps the most, by points.")),
            rx.el.div(link("Badges", to="/badges", class_name="button quiet"), class_name="actions"),
            class_name="page-head",
        ),
        AddressTabs.create(name="time", choices=TIMES, label="Over which time"),
        rx.cond(
            BoardState.has_failed,
            failed(BoardState.load),
            rx.cond(
                BoardState.is_loading,
                loading(),
                rx.fragment(own_place(), rx.cond(BoardState.is_empty, nobody(), everybody()), choices()),
            ),
        ),
    )


def own_place() -> rx.Component:
    """How one stands; what only oneself sees is said to be so."""
    own = BoardState.standing
    return rx.el.section(
        rx.el.h2("Your place", class_name="visually-hidden"),
        rx.el.div(
            avatar(SessionState.me.name, SessionState.me.image, size="l"),
            rx.el.div(
                rx.cond(
                    own.rank > 0,
                    rx.fragment(
                        rx.el.p("You are ", rx.el.strong("number ", own.rank.to_string()), class_name="own-rank"),
                        rx.el.p(
                            counted(own.points),
                            rx.cond(
                                own.to_next > 0,
                                rx.fragment(", ", counted(own.to_next), " behind the next"),
                                ". Nobody has more",
                            ),
                            ".",
                            class_name="muted",
                        ),
                    ),
                    rx.fragment(
                        rx.el.p("You have no points here yet", class_name="own-rank"),
                        rx.el.p("Post, comment or come back tomorrow: each brings some.", class_name="muted"),
                    ),
                ),
                class_name="row-main",
            ),
            class_name="own-place",
        ),
        rx.cond(~own.is_listed, rx.el.p("You are not on this board: only you see your number.", class_name="muted")),
        rx.cond(
            own.around.length() > 0,
            rx.el.ol(rx.foreach(own.around, board_row), class_name="rows board", aria_label="Around you"),
        ),
        class_name="card own",
    )


def everybody() -> rx.Component:
    """The board from its top."""
    return rx.fragment(
        rx.el.section(
            rx.el.h2("All places", class_name="visually-hidden"),
            rx.el.ol(
                rx.foreach(growing(BoardState.batch, BoardState.patches, BoardRow), board_row), class_name="rows board"
            ),
            class_name="card flush",
        ),
        rx.cond(
            BoardState.has_more,
            LoadMore.create(
                batch=BoardState.batch.epoch.to(str) + BoardState.batch.number.to_string(),
                is_busy=BoardState.is_loading_more,
                label="Show more",
                on_more=BoardState.load_more,
            ),
        ),
    )


def board_row(row: Any) -> rx.Component:
    """A member with rank and points."""
    return rx.el.li(
        rx.el.span(
            rx.el.span("Number ", class_name="visually-hidden"),
            row.rank.to_string(),
            class_name="rank",
            custom_attrs={"data-rank": row.rank.to_string()},
        ),
        avatar(row.name, row.image),
        rx.el.div(
            rx.el.span(
                link(row.name, to="/members/" + row.username.to(str)),
                level_badge(row.level),
                role_badge(row),
                class_name="row-title",
            ),
            rx.el.span("@", row.username, rx.cond(row.is_me, " · you", ""), class_name="row-meta"),
            class_name="row-main",
        ),
        rx.el.span(
            rx.el.strong(row.points.to_string()), rx.cond(row.points == 1, " point", " points"), class_name="row-points"
        ),
        key=row.id.to(str),
        class_name="row",
        custom_attrs={"data-me": rx.cond(row.is_me, "true", rx.Var("undefined"))},
    )


def counted(points: Any) -> rx.Component:
    """So many points."""
    return rx.fragment(points.to_string(), rx.cond(points == 1, " point", " points"))


def nobody() -> rx.Component:
    """Nobody has points in this time."""
    return empty_state(
        "trophy",
        "Nobody has points yet",
        "The first who posts or comments stands at the top.",
        link(rx.el.span("Write something"), to="/#compose", class_name="button primary"),
    )


def choices() -> rx.Component:
    """What members decide for themselves, and the owner for staff."""
    return rx.el.section(
        rx.el.h2("Who stands here", class_name="card-title"),
        switch(
            "Show me on the leaderboard",
            words="Off, only you see your number. Whoever keeps their profile private stands on no board.",
            checked=~BoardState.standing.is_unranked,
            on_change=BoardState.show_me,
        ),
        rx.cond(
            SessionState.me.is_admin,
            switch(
                "Rank the owner, admins and moderators too",
                words="Off, the board is for members alone.",
                checked=BoardState.standing.ranks_staff,
                on_change=BoardState.show_staff,
            ),
        ),
        class_name="card form",
    )


def loading() -> rx.Component:
    """The shape of what comes."""
    line = rx.el.div(rx.el.span(class_name="skeleton round"), rx.el.span(class_name="skeleton w-40"), class_name="row")
    return rx.el.div(
        rx.el.p("Loading the leaderboard", class_name="visually-hidden", role="status"),
        *[line] * 5,
        class_name="card flush",
        aria_busy="true",
    )


PAGES = (Page("/leaderboard", leaderboard, "Leaderboard", [SessionState.enter, BoardState.load]),)
