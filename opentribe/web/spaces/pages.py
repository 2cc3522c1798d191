"""The pages where spaces are arranged, made and changed."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.domain.spaces.schemas import SpaceCard
from opentribe.web.session.page import Page
from opentribe.web.session.state import SessionState
from opentribe.web.spaces.form import invitations, space_form
from opentribe.web.spaces.state import ArrangeState, SpaceFormState
from opentribe.web.ui.icons import icon
from opentribe.web.ui.states import empty_state
from opentribe.web.widgets.browser import PictureUpload, SortableList
from opentribe.web.widgets.link import link
from opentribe.web.widgets.states import admins_only, missing


def arrange() -> rx.Component:
    """All spaces in their order, and the archived ones."""
    return admins_only(
        rx.fragment(
            rx.el.header(
                rx.el.div(rx.el.h1("Spaces"), rx.el.p("Drag them into the order people see, or use the arrows.")),
                rx.el.div(
                    link(icon("plus"), rx.el.span("New space"), to="/spaces/new", class_name="button primary"),
                    class_name="actions",
                ),
                class_name="page-head",
            ),
            rx.cond(
                ArrangeState.spaces.length() > 0,
                rx.el.div(
                    SortableList.create(
                        items=ArrangeState.spaces, on_reorder=ArrangeState.reorder, on_archive=ArrangeState.archive
                    ),
                    class_name="card flush",
                ),
                rx.cond(
                    ArrangeState.is_loading,
                    rx.fragment(),
                    rx.el.div(
                        empty_state(
                            "layout-grid", "No spaces yet", "A space is a room for one topic. Make the first one."
                        ),
                        class_name="card",
                    ),
                ),
            ),
            rx.cond(
                ArrangeState.archived.length() > 0,
                rx.el.section(
                    rx.el.div(
                        rx.el.div(
                            rx.el.h2("Archived"), rx.el.p("They can still be read by link; nothing new goes in.")
                        ),
                        class_name="section-head",
                    ),
                    rx.el.ul(rx.foreach(ArrangeState.archived, archived_row), class_name="card flush rows"),
                    class_name="section",
                ),
            ),
        )
    )


def archived_row(space: rx.Var[SpaceCard]) -> rx.Component:
    """A closed space with the way to open it again."""
    return rx.el.li(
        rx.el.span(space.icon, class_name="space-icon small", aria_hidden="true"),
        rx.el.div(
            rx.el.span(link(space.name, to="/spaces/" + space.slug.to(str)), class_name="row-title"),
            class_name="row-main",
        ),
        rx.el.div(
            rx.el.button(
                rx.el.span("Restore"),
                type="button",
                class_name="button quiet small",
                aria_label="Restore " + space.name.to(str),
                on_click=ArrangeState.restore(space.id.to(str)),
            ),
            class_name="row-actions",
        ),
        key=space.id.to(str),
        class_name="row",
        custom_attrs={"data-archived": "true"},
    )


def new_space() -> rx.Component:
    """An empty form."""
    return admins_only(
        rx.fragment(
            back_to("/spaces", "All spaces"),
            rx.el.header(
                rx.el.div(rx.el.h1("New space"), rx.el.p("A room for one topic. You can change all of this later.")),
                class_name="page-head",
            ),
            rx.cond(SpaceFormState.is_loading, rx.fragment(), space_form("Make the space")),
        )
    )


def edit_space() -> rx.Component:
    """The form of a space that is there."""
    space = SpaceFormState.space
    return admins_only(
        rx.cond(
            SpaceFormState.is_missing,
            missing("space"),
            rx.cond(
                space,
                rx.fragment(
                    back_to("/spaces/" + space.slug.to(str), space.name),
                    rx.el.header(rx.el.div(rx.el.h1("Edit space")), class_name="page-head"),
                    cover(space),
                    space_form("Save"),
                    rx.cond(space.visibility.to(str) == "secret", invitations()),
                ),
            ),
        )
    )


def cover(space: Any) -> rx.Component:
    """The picture over the space, and the way to another."""
    return rx.el.section(
        rx.el.div(
            rx.el.div(rx.el.h2("Cover"), rx.el.p("A wide picture at the top of the space; its middle is shown.")),
            class_name="section-head",
        ),
        PictureUpload.create(
            purpose="cover",
            address=space.cover_file,
            name=f"the cover of {space.name}",
            on_choose=SpaceFormState.choose_cover,
            on_remove=SpaceFormState.remove_cover,
        ),
        class_name="section card",
    )


def back_to(path: rx.Var[str] | str, name: rx.Var[str] | str) -> rx.Component:
    """The way back."""
    return link(icon("arrow-left"), name, to=path, class_name="back-link")


PAGES = (
    Page("/spaces", arrange, "Spaces", [SessionState.enter, ArrangeState.load_for_admins]),
    Page("/spaces/new", new_space, "New space", [SessionState.enter, SpaceFormState.open_new]),
    Page("/spaces/[space_slug]/edit", edit_space, "Edit space", [SessionState.enter, SpaceFormState.open_existing]),
)
