"""The tags that are used most, beside a feed."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.domain.references.queries import TagCard, list_popular_tags
from opentribe.web.session.asking import ask
from opentribe.web.widgets.link import link


class PopularTagsState(rx.State):
    """What the list holds."""

    tags: list[TagCard] = []

    @rx.event
    async def load(self):
        """Read it anew."""
        self.tags = await ask(self, list_popular_tags)


def popular_tags() -> rx.Component:
    """A card with the tags; nothing while there are none."""
    return rx.cond(
        PopularTagsState.tags.length() > 0,
        rx.el.section(
            rx.el.h2("Popular tags", class_name="about-head"),
            rx.el.ul(rx.foreach(PopularTagsState.tags, tag_link), class_name="tag-list"),
            class_name="card about",
        ),
    )


def tag_link(tag: Any) -> rx.Component:
    """One tag with its number of posts."""
    return rx.el.li(
        link(
            "#" + tag.name.to(str),
            rx.el.span(tag.post_count.to_string(), class_name="tag-count", aria_hidden="true"),
            to="/tags/" + tag.name.to(str),
            class_name="tag-chip",
        ),
        key=tag.name.to(str),
    )
