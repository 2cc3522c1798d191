"""A tag's page: what it is found by, how often, and the posts."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.web.feed.parts import feed, nothing_yet
from opentribe.web.feed.popular_tags import PopularTagsState, popular_tags
from opentribe.web.session.page import Page
from opentribe.web.session.state import SessionState
from opentribe.web.tags.state import TagState
from opentribe.web.ui.icons import icon
from opentribe.web.ui.states import not_found, skeleton_posts
from opentribe.web.widgets.link import link
from opentribe.web.widgets.states import failed


def tag_page() -> rx.Component:
    """The tag with all faces of its page."""
    return rx.cond(
        TagState.is_missing,
        untagged(),
        rx.cond(
            TagState.tag,
            rx.fragment(
                tag_head(TagState.tag),
                feed(TagState, nothing_yet("Nothing carries this tag any more."), has_news=False),
            ),
            rx.cond(TagState.has_failed, rx.el.div(failed(TagState.load), class_name="feed"), skeleton_posts()),
        ),
    )


def tag_head(tag: Any) -> rx.Component:
    """The tag's name, and in how many posts it stands."""
    return rx.el.header(
        rx.el.span(icon("hash"), class_name="space-icon tag-icon", aria_hidden="true"),
        rx.el.div(
            rx.el.h1(rx.el.span("#", class_name="visually-hidden"), tag.name),
            rx.el.div(
                rx.el.span(tag.post_count.to_string(), rx.cond(tag.post_count == 1, " post", " posts")),
                class_name="space-facts",
            ),
        ),
        class_name="space-head",
    )


def untagged() -> rx.Component:
    """No post that one may see carries it, whether others do or not."""
    return not_found(
        "Nothing here has this tag",
        "Write # and a word in a post, and everybody who may read it will find it here.",
        link(rx.el.span("Go home"), to="/", class_name="button primary"),
    )


PAGES = (
    Page(
        "/tags/[tag_name]",
        tag_page,
        "Tag",
        [SessionState.enter, TagState.load, PopularTagsState.load],
        aside=popular_tags,
        on_undo=TagState.put_back,
    ),
)
