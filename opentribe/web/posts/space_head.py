"""The head of a space's page, and what its visibility means in words."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.web.ui.icons import icon
from opentribe.web.widgets.link import link

SEEN_BY = {
    "public": ("globe", "Public", "Anybody can read it"),
    "members": ("lock", "Members", "Members of the community can read it"),
    "paid": ("gem", "Paid", "Members with a tier can read it"),
    "secret": ("eye-off", "Secret", "Only those who were invited know of it"),
}


def seen_by(visibility: Any, *, is_long: bool = False) -> rx.Component:
    """Who sees the space, with its sign."""
    return rx.match(
        visibility.to(str),
        *(
            (kind, rx.fragment(icon(sign), words if is_long else short))
            for kind, (sign, short, words) in SEEN_BY.items()
        ),
        rx.fragment(),
    )


def space_head(space: Any) -> rx.Component:
    """Icon, name, who sees it, and the way to change it for those who may."""
    return rx.fragment(
        rx.cond(space.cover_file, cover(space.cover_file.to(str), space.name)),
        rx.el.header(
            rx.el.span(space.icon, class_name="space-icon", aria_hidden="true"),
            rx.el.div(
                rx.el.h1(space.name, rx.cond(space.is_archived, rx.el.span("Archived", class_name="badge"))),
                rx.el.div(
                    rx.el.span(seen_by(space.visibility)),
                    rx.el.span(space.post_count.to_string(), rx.cond(space.post_count == 1, " post", " posts")),
                    class_name="space-facts",
                ),
            ),
            rx.el.div(
                rx.cond(
                    space.may_edit,
                    link(
                        icon("pencil"),
                        rx.el.span("Edit", class_name="only-wide"),
                        to="/spaces/" + space.slug.to(str) + "/edit",
                        class_name="button quiet",
                        aria_label="Edit space",
                    ),
                ),
                class_name="actions",
            ),
            rx.cond(space.description, rx.el.p(space.description)),
            class_name="space-head",
        ),
        rx.cond(
            space.is_archived,
            rx.el.p(
                icon("archive"),
                rx.el.span("This space is archived: it can be read, but nothing new goes in."),
                class_name="archived-note",
            ),
        ),
    )


def cover(address: Any, name: Any) -> rx.Component:
    """The picture over the space, in the size that fits; its room is kept before it is there."""
    return rx.el.img(
        src=address,
        src_set=f"{address}?w=640 640w, {address}?w=1280 1280w, {address}?w=2048 2048w",
        sizes="(max-width: 767px) 100vw, 720px",
        width="2048",
        height="512",
        alt=f"Cover of {name}",
        decoding="async",
        class_name="space-cover",
    )
