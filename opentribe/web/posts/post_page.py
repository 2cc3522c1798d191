"""A post on its own page, with its comments."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.domain.posts.schemas import CONTENT_LIMIT, TITLE_LIMIT, PostDetail, ThreadSort
from opentribe.web.feed.parts import (
    bookmark,
    byline,
    like,
    menu_of,
    more_menu,
    pin_item,
    pin_mark,
    portrait,
    share,
    space_link,
)
from opentribe.web.posts.comment_parts import comments
from opentribe.web.posts.comments_state import ANCHOR
from opentribe.web.posts.history import edited_mark, history
from opentribe.web.posts.history_state import HistoryState
from opentribe.web.posts.post_state import PostState
from opentribe.web.session.state import SessionState
from opentribe.web.ui.buttons import button
from opentribe.web.ui.icons import icon
from opentribe.web.ui.menu import menu, menu_item, opens
from opentribe.web.ui.states import empty_state, skeleton_posts
from opentribe.web.widgets.browser import Composer
from opentribe.web.widgets.link import link
from opentribe.web.widgets.live import NewComments, Standing
from opentribe.web.widgets.live_rows import live_row
from opentribe.web.widgets.prose import prose
from opentribe.web.widgets.states import failed, missing

EDIT = {"label": "Edit post", "prompt": "", "area": "Your post", "send": "Save"}


def post_page() -> rx.Component:
    """The post with all faces of its page."""
    return rx.fragment(
        Standing.create(row=PostState.shown, is_missing=PostState.is_missing, on_change=PostState.look_again),
        rx.cond(
            PostState.face == "shown",
            NewComments.create(
                post=PostState.shown,
                grows=(PostState.sort == ThreadSort.oldest.value) & ~PostState.has_more,
                hides_bots=SessionState.me.hides_bots,
                prefix=ANCHOR,
                epoch=PostState.batch.epoch,
                on_new=PostState.show_new,
                on_show=PostState.show_news,
            ),
        ),
        faces(),
    )


def faces() -> rx.Component:
    """Loading, missing, failed, removed or shown."""
    return rx.match(
        PostState.face,
        ("missing", missing("post")),
        ("failed", rx.el.div(failed(PostState.load), class_name="feed")),
        ("removed", removed()),
        ("shown", rx.fragment(back(), rx.cond(PostState.is_editing, editor(), article()), comments(), history())),
        skeleton_posts(1),
    )


def back() -> rx.Component:
    """To the space it is in."""
    post = PostState.post
    return link(
        icon("arrow-left"),
        post.space_icon.to(str) + " " + post.space_name.to(str),
        to="/spaces/" + post.space_slug.to(str),
        class_name="back-link",
    )


def removed() -> rx.Component:
    """Just removed, with the way back."""
    return empty_state(
        "trash-2",
        "The post is removed",
        "Nobody sees it any more. Changed your mind?",
        button("Undo", on_click=PostState.put_back),
    )


def article() -> rx.Component:
    """The post itself, as it stands now."""
    post = live_row(PostState.post, PostDetail)
    return rx.el.article(
        pin_mark(post),
        byline(
            post,
            space_link(post),
            mark=edited_mark(post, HistoryState.open_post(post.id.to(str))),
            before=portrait(post),
            menu=more_menu(
                post,
                rx.cond(post.may_edit, menu_item(menu_of(post), "pencil", "Edit", on_click=PostState.edit(True))),
                pin_item(post, PostState.pin),
                rx.cond(
                    post.may_remove,
                    menu_item(menu_of(post), "trash-2", "Remove", is_danger=True, on_click=PostState.remove),
                ),
            ),
        ),
        rx.cond(
            post.title, rx.el.h1(post.title, class_name="post-title"), rx.el.h1("Post", class_name="visually-hidden")
        ),
        prose(post.content_html, "post-body prose"),
        rx.el.footer(
            like(post, lambda wanted: PostState.like(post.id.to(str), wanted)),
            rx.el.a(
                icon("message-circle"),
                rx.el.span(post.comment_count.to_string()),
                href="#comments",
                class_name="action",
                aria_label=post.comment_count.to_string() + rx.cond(post.comment_count == 1, " comment", " comments"),
            ),
            bookmark(post, PostState.bookmark),
            share(post),
            rx.cond(SessionState.me.is_member, follow_menu(post)),
            class_name="post-actions",
        ),
        class_name="post-page",
    )


STANCES = (
    ("following", "bell", "Follow", "You hear of new comments"),
    ("", "bell-minus", "Neither", "You hear of comments that mention or answer you"),
    ("muted", "bell-off", "Mute", "You hear nothing, whatever is written"),
)


def follow_menu(post: Any) -> rx.Component:
    """Whether one is told of new comments, and the choice."""
    return rx.fragment(
        rx.el.button(
            rx.match(post.stance, ("following", icon("bell-ring")), ("muted", icon("bell-off")), icon("bell")),
            rx.el.span(rx.match(post.stance, ("following", "Following"), ("muted", "Muted"), "Follow")),
            type="button",
            class_name="action follow",
            title="Choose whether you hear of new comments",
            custom_attrs=opens("follow-menu") | {"data-stance": post.stance},
        ),
        menu(
            "follow-menu",
            *(
                rx.el.button(
                    icon(sign),
                    rx.el.span(words, rx.el.small(meaning)),
                    type="button",
                    class_name="menu-item explained",
                    aria_pressed=rx.cond(post.stance == stance, "true", "false"),
                    on_click=PostState.follow(stance),
                    custom_attrs={"popoverTarget": "follow-menu", "popoverTargetAction": "hide"},
                )
                for stance, sign, words, meaning in STANCES
            ),
            label="New comments",
        ),
    )


def editor() -> rx.Component:
    """The post's words, to change."""
    post = PostState.post
    return Composer.create(
        key=post.id.to(str),
        name=SessionState.me.username.to(str) + ":edit:" + post.id.to(str),
        words=EDIT,
        initial={"title": post.title.to(str), "content": post.content.to(str)},
        version=post.version,
        starts_open=True,
        limit=CONTENT_LIMIT,
        title_limit=TITLE_LIMIT,
        outcome=PostState.outcome,
        preview_html=PostState.preview_html,
        on_submit=PostState.save,
        on_preview=PostState.show_preview,
        on_cancel=PostState.edit(False),
    )
