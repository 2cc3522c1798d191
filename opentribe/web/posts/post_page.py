"""A post on its own page, with its comments."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.domain.posts.schemas import (
    COMMENT_LIMIT,
    CONTENT_LIMIT,
    TITLE_LIMIT,
    CommentCard,
    PostDetail,
    ThreadCard,
)
from opentribe.web.feed.parts import byline, end, like, menu_of, more_menu, pin_item, pin_mark, portrait, space_link
from opentribe.web.posts.history import edited_mark, history
from opentribe.web.posts.history_state import HistoryState
from opentribe.web.posts.post_state import PostState
from opentribe.web.session.state import SessionState
from opentribe.web.ui.avatar import avatar
from opentribe.web.ui.buttons import button
from opentribe.web.ui.icons import icon
from opentribe.web.ui.menu import menu_item
from opentribe.web.ui.states import empty_state, skeleton_posts
from opentribe.web.widgets.browser import Composer, ReplyBox
from opentribe.web.widgets.link import link
from opentribe.web.widgets.live import News, Standing
from opentribe.web.widgets.live_rows import live_row, live_rows
from opentribe.web.widgets.prose import prose
from opentribe.web.widgets.rows import growing
from opentribe.web.widgets.states import failed, missing

EDIT = {"label": "Edit post", "prompt": "", "area": "Your post", "send": "Save"}
COMMENT = {"area": "Write a comment", "send": "Comment"}
CHANGE = {"area": "Your comment", "send": "Save"}
REPLY = {"area": "Write a reply", "send": "Reply"}


def post_page() -> rx.Component:
    """The post with all faces of its page."""
    return rx.fragment(
        Standing.create(row=PostState.shown, is_missing=PostState.is_missing, on_change=PostState.look_again),
        rx.cond(
            PostState.face == "shown",
            News.create(kind="comment", epoch=PostState.batch.epoch, on_show=PostState.show_news),
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
                aria_label=post.comment_count.to_string() + " comments",
            ),
            class_name="post-actions",
        ),
        class_name="post-page",
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


def comments() -> rx.Component:
    """What people answered, and the box to answer in."""
    post = PostState.post
    return rx.el.section(
        rx.el.h2(post.comment_count.to_string(), rx.cond(post.comment_count == 1, " comment", " comments")),
        rx.cond(
            post.may_comment,
            rx.cond(PostState.answering == "", reply_box("comment", COMMENT, takes_focus=False)),
            rx.cond(
                SessionState.me.is_member,
                rx.el.p(post.why_not_comment, class_name="muted"),
                rx.el.p(link("Sign in", to="/sign-in", class_name="link"), " to join the conversation."),
            ),
        ),
        rx.el.ol(
            rx.foreach(live_rows(growing(PostState.batch, PostState.patches, ThreadCard), ThreadCard), thread),
            class_name="comment-list",
        ),
        rx.cond(PostState.has_more, end(PostState, "More comments")),
        id="comments",
        class_name="comments",
    )


def thread(card: rx.Var[ThreadCard]) -> rx.Component:
    """A comment and, one step in, what answers it."""
    return rx.el.li(
        rx.el.article(
            *comment_inside(card, card.id),
            rx.cond(
                card.replies.length() > 0,
                rx.el.ol(rx.foreach(card.replies, lambda reply: reply_item(reply, card)), class_name="comment-list"),
            ),
            rx.cond(
                PostState.answering == card.id.to(str),
                reply_box("reply:" + card.id.to(str), REPLY, takes_focus=True),
            ),
            id="comment-" + card.id.to(str),
            class_name="comment",
        ),
        key=card.id.to(str),
    )


def reply_item(card: rx.Var[CommentCard], parent: rx.Var[ThreadCard]) -> rx.Component:
    """A comment on the second level."""
    return rx.el.li(
        rx.el.article(*comment_inside(card, parent.id), id="comment-" + card.id.to(str), class_name="comment"),
        key=card.id.to(str),
    )


def comment_inside(card: Any, answer_to: Any) -> tuple[rx.Component, ...]:
    """Picture, byline, words and actions; a removed comment leaves a note in its place."""
    gone = card.deleted_at
    return (
        rx.cond(
            gone,
            rx.fragment(),
            portrait(card, "s"),
        ),
        rx.cond(
            gone,
            rx.el.p("This comment was removed.", class_name="deleted-note"),
            byline(
                card,
                mark=edited_mark(card, HistoryState.open_comment(card.id.to(str))),
                menu=comment_menu(card),
            ),
        ),
        rx.cond(
            gone,
            rx.fragment(),
            rx.cond(
                PostState.changing == card.id.to(str),
                comment_editor(card),
                prose(card.content_html, "comment-body prose"),
            ),
        ),
        rx.cond(
            gone,
            rx.fragment(),
            rx.el.footer(
                like(card, lambda wanted: PostState.like_comment(card.id.to(str), wanted), "comment"),
                rx.cond(
                    PostState.post.may_comment,
                    rx.el.button(
                        "Reply",
                        type="button",
                        class_name="action",
                        on_click=PostState.answer(answer_to.to(str), card.author_name.to(str)),
                    ),
                ),
                class_name="comment-actions",
            ),
        ),
    )


def comment_menu(card: Any) -> rx.Component:
    """What one may do with a comment."""
    return more_menu(
        card,
        rx.cond(
            card.may_edit,
            menu_item(menu_of(card), "pencil", "Edit", on_click=PostState.change(card.id.to(str))),
        ),
        rx.cond(
            card.may_remove,
            menu_item(
                menu_of(card), "trash-2", "Remove", is_danger=True, on_click=PostState.remove_comment(card.id.to(str))
            ),
        ),
    )


def comment_editor(card: Any) -> rx.Component:
    """A comment's words, to change."""
    return ReplyBox.create(
        name=SessionState.me.username.to(str) + ":edit:" + card.id.to(str),
        words=CHANGE,
        initial={"content": card.content.to(str)},
        version=card.version.to(str),
        limit=COMMENT_LIMIT,
        takes_focus=True,
        outcome=PostState.outcome,
        on_submit=PostState.save_comment,
        on_cancel=PostState.change(""),
    )


def reply_box(place: Any, words: dict[str, str], *, takes_focus: bool) -> rx.Component:
    """Where one answers."""
    me = SessionState.me
    return rx.el.div(
        avatar(me.name, me.image, size="s"),
        ReplyBox.create(
            name=me.username.to(str) + ":" + PostState.post.id.to(str) + ":" + place,
            words=words,
            limit=COMMENT_LIMIT,
            takes_focus=takes_focus,
            outcome=PostState.outcome,
            on_submit=PostState.comment,
            on_cancel=PostState.answer("", ""),
        ),
        key=PostState.post.id.to(str) + place,
        class_name="reply",
    )
