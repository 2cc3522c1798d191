"""The comments under a post: their order, the way to what is not shown yet, and the boxes to write in."""

from __future__ import annotations

from typing import Any

import reflex as rx
from pydantic import BaseModel

from opentribe.domain.posts.schemas import COMMENT_LIMIT, CommentCard, PostDetail, ThreadCard
from opentribe.web.feed.parts import byline, end, like, menu_of, portrait
from opentribe.web.posts.comments_state import ANCHOR
from opentribe.web.posts.history import edited_mark
from opentribe.web.posts.history_state import HistoryState
from opentribe.web.posts.post_state import PostState
from opentribe.web.session.state import SessionState
from opentribe.web.ui.avatar import avatar
from opentribe.web.ui.buttons import button, icon_button
from opentribe.web.ui.icons import icon
from opentribe.web.ui.menu import menu, menu_item, opens
from opentribe.web.widgets.browser import CopyLink, Landing, ReplyBox
from opentribe.web.widgets.folds import Fold, folded
from opentribe.web.widgets.link import link
from opentribe.web.widgets.live import Writers
from opentribe.web.widgets.live_rows import live_row, live_rows
from opentribe.web.widgets.prose import prose
from opentribe.web.widgets.rows import growing

COMMENT = {"area": "Write a comment", "send": "Comment"}
CHANGE = {"area": "Your comment", "send": "Save"}
REPLY = {"area": "Write a reply", "send": "Reply"}
SORTS = (("oldest", "Oldest"), ("newest", "Newest"), ("liked", "Most liked"))


class Gap(BaseModel):
    """Replies that are not shown yet, between those that are; `count` is 0 unless it is known. See replies.js."""

    after: str = ""
    before: str = ""
    count: int = 0


class ShownReply(CommentCard):
    """A reply as replies.js gives it: with the gap before it."""

    gap: Gap | None = None
    fold_count: int = 0


class ShownThread(ThreadCard):
    """A comment as replies.js gives it: with all its replies, and the gap after them."""

    replies: list[ShownReply] = []  # type: ignore[assignment]
    gap: Gap | None = None
    fold_count: int = 0


def comments() -> rx.Component:
    """What people answered, and the box to answer in."""
    post = PostState.post
    rows = live_rows(growing(PostState.batch, PostState.patches, ShownThread, PostState.runs), ShownThread)
    shown = folded(rows, ShownThread, hides=SessionState.me.hides_bots, wanted=PostState.landing.comment_id)
    return rx.el.section(
        rx.el.div(
            comment_count(live_row(post, PostDetail)),
            rx.cond(post.comment_count > 1, sorts()),
            class_name="comments-head",
        ),
        rx.cond(
            post.may_comment,
            rx.cond(PostState.answering == "", reply_box("comment", COMMENT, takes_focus=False)),
            rx.cond(
                SessionState.me.is_member,
                rx.el.p(post.why_not_comment, class_name="muted"),
                rx.el.p(link("Sign in", to="/sign-in", class_name="link"), " to join the conversation."),
            ),
        ),
        rx.cond(PostState.landing.is_gone, gone_note()),
        rx.cond(
            PostState.has_earlier,
            button(
                "Show earlier comments",
                variant="quiet",
                icon_name="arrow-up",
                is_busy=PostState.is_loading_earlier,
                on_click=PostState.load_earlier,
            ),
        ),
        rx.el.ol(
            rx.foreach(shown, thread),
            class_name="comment-list",
        ),
        rx.cond(PostState.has_more, end(PostState, "More comments")),
        Writers.create(post=PostState.shown),
        Landing.create(arrival=PostState.landing, prefix=ANCHOR),
        id="comments",
        class_name="comments",
    )


def comment_count(post: Any) -> rx.Component:
    """How many there are by now."""
    return rx.el.h2(post.comment_count.to_string(), rx.cond(post.comment_count == 1, " comment", " comments"))


def sorts() -> rx.Component:
    """The orders of the first level, each with an address of its own."""
    path = "/posts/" + PostState.post.id.to(str)
    return rx.el.nav(
        *(
            link(
                words,
                to=path if value == "oldest" else path + "?sort=" + value,
                prevent_scroll_reset=True,
                class_name="sort",
                aria_current=rx.cond(PostState.sort == value, "true", "false"),
            )
            for value, words in SORTS
        ),
        class_name="sorts",
        aria_label="Order of comments",
    )


def gone_note() -> rx.Component:
    """What a link to a comment shows that is no more."""
    return rx.el.p(
        icon("compass"),
        "The comment that this link leads to was removed, or it is not for you to see. Here is the whole conversation.",
        class_name="gone-note",
        role="status",
    )


def thread(card: rx.Var[ShownThread]) -> rx.Component:
    """A comment and, one step in, what answers it."""
    return rx.el.li(
        rx.el.article(
            comment_or_fold(card, card.id, "", "comment"),
            rx.cond(
                card.replies.length() > 0,
                rx.el.ol(rx.foreach(card.replies, lambda reply: reply_item(reply, card)), class_name="comment-list"),
            ),
            more_replies(card, card.gap),
            rx.cond(
                PostState.answering == card.id.to(str),
                reply_box("reply:" + card.id.to(str), REPLY, takes_focus=True),
            ),
            id=ANCHOR + card.id.to(str),
            class_name="comment",
        ),
        key=card.id.to(str),
    )


def reply_item(card: rx.Var[ShownReply], parent: rx.Var[ShownThread]) -> rx.Component:
    """A comment on the second level, below the way to those before it."""
    return rx.el.li(
        more_replies(parent, card.gap),
        rx.el.article(
            comment_or_fold(card, parent.id, card.author_handle.to(str), "reply"),
            id=ANCHOR + card.id.to(str),
            class_name="comment",
        ),
        key=card.id.to(str),
    )


def more_replies(parent: Any, gap: Any) -> rx.Component:
    """The way to replies that are not shown yet."""
    after, before = gap.after.to(str), gap.before.to(str)
    return rx.cond(
        gap,
        rx.el.button(
            icon("corner-down-right"),
            rx.cond(
                gap.count > 0,
                "Show "
                + gap.count.to_string()
                + rx.cond(gap.before, " earlier", " more")
                + rx.cond(gap.count == 1, " reply", " replies"),
                rx.cond(gap.before, "Show earlier replies", "Show more replies"),
            ),
            type="button",
            class_name="action more-replies",
            on_click=PostState.show_replies(
                parent.id.to(str), rx.cond(gap.after, after, ""), rx.cond(gap.before, before, "")
            ),
        ),
    )


def comment_or_fold(card: Any, answer_to: Any, addressed: Any, what: str) -> rx.Component:
    """A comment, or the line that stands for a bot's and those after it."""
    return rx.cond(
        card.fold_count > 0,
        Fold.create(row=card.id.to(str), count=card.fold_count, what=what),
        comment_inside(card, answer_to, addressed),
    )


def comment_inside(card: Any, answer_to: Any, addressed: Any) -> rx.Component:
    """Picture, byline, words and actions; a removed comment leaves a note in its place."""
    return rx.cond(
        card.deleted_at,
        rx.el.p("This comment was removed.", class_name="deleted-note"),
        rx.fragment(
            portrait(card, "s"),
            byline(
                card,
                mark=edited_mark(card, HistoryState.open_comment(card.id.to(str))),
                menu=comment_menu(card),
                address=address_of(card),
            ),
            rx.cond(
                PostState.changing == card.id.to(str),
                comment_editor(card),
                prose(card.content_html, "comment-body prose"),
            ),
            rx.el.footer(
                like(card, lambda wanted: PostState.like_comment(card.id.to(str), wanted), "comment"),
                rx.cond(
                    PostState.post.may_comment,
                    rx.el.button(
                        "Reply",
                        type="button",
                        class_name="action",
                        on_click=PostState.answer(answer_to.to(str), addressed),
                    ),
                ),
                class_name="comment-actions",
            ),
        ),
    )


def address_of(card: Any) -> Any:
    """The page with this comment in sight, also when it stands deep in a long thread."""
    return "/posts/" + card.post_id.to(str) + "?comment=" + card.id.to(str)


def comment_menu(card: Any) -> rx.Component:
    """What one may do with a comment."""
    name, comment_id = menu_of(card), card.id.to(str)
    return rx.fragment(
        icon_button("ellipsis", "More about this", custom_attrs=opens(name)),
        menu(
            name,
            CopyLink.create(icon("link"), "Copy link", path=address_of(card), menu=name, class_name="menu-item"),
            rx.cond(card.may_edit, menu_item(name, "pencil", "Edit", on_click=PostState.change(comment_id))),
            rx.cond(
                card.may_remove,
                menu_item(name, "trash-2", "Remove", is_danger=True, on_click=PostState.remove_comment(comment_id)),
            ),
            label="What you can do with it",
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
            avatar(me.name, me.image, size="s"),
            author=me.name,
            name=me.username.to(str) + ":" + PostState.post.id.to(str) + ":" + place,
            words=words,
            limit=COMMENT_LIMIT,
            takes_focus=takes_focus,
            outcome=PostState.outcome,
            voices=SessionState.voices,
            initial={"content": rx.cond(PostState.addressing, "@" + PostState.addressing + " ", "")},
            on_writing=PostState.writing,
            on_submit=PostState.comment,
            on_cancel=PostState.answer("", ""),
        ),
        key=PostState.post.id.to(str) + place + PostState.addressing,
        class_name="reply",
    )
