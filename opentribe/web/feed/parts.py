"""What posts look like: the byline, the card in a feed, the menu, the composer."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.domain.posts.schemas import CONTENT_LIMIT, TITLE_LIMIT, By, PostCard, Sort
from opentribe.web.session.state import SessionState
from opentribe.web.ui.avatar import Size, avatar
from opentribe.web.ui.badges import bot_mark, gone_mark
from opentribe.web.ui.buttons import icon_button
from opentribe.web.ui.icons import icon
from opentribe.web.ui.menu import menu, menu_item, opens
from opentribe.web.ui.states import empty_state, skeleton_posts
from opentribe.web.widgets.browser import BookmarkButton, Composer, LikeButton, LoadMore, Moment, ShareButton
from opentribe.web.widgets.level import level_badge
from opentribe.web.widgets.link import link
from opentribe.web.widgets.live import HereDot, HereWord, News
from opentribe.web.widgets.live_rows import live_rows
from opentribe.web.widgets.prose import prose
from opentribe.web.widgets.rows import growing
from opentribe.web.widgets.states import failed

NEW_POST = {
    "label": "New post",
    "prompt": "Share something with the community",
    "area": "What is on your mind?",
    "send": "Post",
}


def byline(
    row: Any,
    *meta: rx.Component,
    before: Any = "",
    menu: rx.Component | None = None,
    mark: rx.Component | None = None,
    address: Any = "",
) -> rx.Component:
    """Who said it, marked when it is a bot, then where and when; `before` is the picture where it stands inside.

    `mark` stands in for the mere word that it was edited; with an `address` the time is a link to it.
    """
    time = Moment.create(at=row.created_at)
    return rx.el.header(
        before,
        rx.el.div(
            rx.el.div(
                rx.cond(
                    row.author_path,
                    link(row.author_name, to=row.author_path.to(str)),
                    rx.el.span(row.author_name),
                ),
                level_badge(row.author_level),
                HereWord.create(handle=row.author_handle),
                rx.cond(row.author_is_bot, bot_mark(row.author_owner.to(str))),
                rx.cond(row.author_is_gone, gone_mark()),
                class_name="byline-name",
            ),
            rx.el.div(
                *meta,
                link(time, to=address, class_name="permalink") if isinstance(address, rx.Var) else time,
                mark or edited(row),
                class_name="byline-meta",
            ),
            class_name="byline-text",
        ),
        menu or rx.fragment(),
        class_name="byline",
    )


def portrait(row: Any, size: Size = "") -> rx.Component:
    """The author's picture, leading where the name does; the name alone is read aloud and reached by keyboard."""
    picture = avatar(row.author_name, row.author_image, size=size, is_square=row.author_is_bot)
    return rx.cond(
        row.author_path,
        link(
            picture,
            HereDot.create(handle=row.author_handle),
            to=row.author_path.to(str),
            class_name="avatar-link",
            tab_index=-1,
            aria_hidden="true",
        ),
        rx.el.span(picture, class_name="avatar-link"),
    )


def edited(row: Any) -> rx.Component:
    """The mark of changed words."""
    return rx.cond(row.edited_at, rx.el.span("edited", title=row.edited_at.to(str)))


def space_link(row: Any) -> rx.Component:
    """Where it was posted."""
    return link(row.space_icon.to(str) + " " + row.space_name.to(str), to="/spaces/" + row.space_slug.to(str))


def like(row: Any, on_like: Any, what: str = "post") -> rx.Component:
    """The heart with its count."""
    return LikeButton.create(
        icon("heart"),
        liked=row.is_liked,
        count=row.like_count,
        is_open=SessionState.me.is_member,
        what=what,
        on_like=on_like,
    )


def bookmark(row: Any, on_bookmark: Any) -> rx.Component:
    """Keep it for later."""
    return BookmarkButton.create(
        icon("bookmark"), kept=row.is_bookmarked, is_open=SessionState.me.is_member, on_bookmark=on_bookmark
    )


def share(row: Any) -> rx.Component:
    """Pass a post's address on."""
    return ShareButton.create(
        icon("share-2"),
        path="/posts/" + row.id.to(str),
        title=rx.cond(row.title, row.title, "Post by " + row.author_name.to(str)),
        label="Share this post",
        class_name="action",
    )


def more_menu(row: Any, *items: rx.Component) -> rx.Component:
    """What one may do with it, behind three dots; nothing when one may do nothing."""
    return rx.cond(
        row.may_edit | row.may_remove,
        rx.fragment(
            icon_button("ellipsis", "More about this", custom_attrs=opens(menu_of(row))),
            menu(menu_of(row), *items, label="What you can do with it"),
        ),
    )


def menu_of(row: Any) -> Any:
    """The id of a row's menu."""
    return "menu-" + row.id.to(str)


def pin_mark(post: Any) -> rx.Component:
    """Says why a post stands first in its space."""
    return rx.cond(post.pinned_at, rx.el.p(icon("pin"), "Pinned", class_name="pin-mark"))


def pin_item(post: Any, on_pin: Any) -> rx.Component:
    """Pin or unpin, for those who may."""
    return rx.cond(
        post.may_pin,
        rx.cond(
            post.pinned_at,
            menu_item(menu_of(post), "pin-off", "Unpin", on_click=on_pin(False)),
            menu_item(menu_of(post), "pin", "Pin to the top of the space", on_click=on_pin(True)),
        ),
    )


def post_card(state: Any, post: rx.Var[PostCard], *, shows_space: bool) -> rx.Component:
    """A post in a feed."""
    path = "/posts/" + post.id.to(str)
    return rx.el.article(
        rx.fragment() if shows_space else pin_mark(post),
        portrait(post),
        byline(
            post,
            *([space_link(post)] if shows_space else []),
            menu=more_menu(
                post,
                rx.cond(post.may_edit, link(icon("pencil"), "Edit", to=path + "?edit=1", class_name="menu-item")),
                pin_item(post, lambda wanted: state.pin(post.id.to(str), wanted)),
                rx.cond(
                    post.may_remove,
                    menu_item(
                        menu_of(post), "trash-2", "Remove", is_danger=True, on_click=state.remove(post.id.to(str))
                    ),
                ),
            ),
        ),
        rx.cond(post.title, rx.el.h2(link(post.title, to=path), class_name="post-title")),
        prose(post.excerpt_html, rx.cond(post.is_whole, "post-body prose", "post-body prose clamped")),
        rx.cond(~post.is_whole, link("Read more", to=path, class_name="read-more")),
        rx.el.footer(
            like(post, lambda wanted: state.like(post.id.to(str), wanted)),
            link(
                icon("message-circle"),
                rx.el.span(rx.cond(post.comment_count > 0, post.comment_count.to_string(), "")),
                to=path + "#comments",
                class_name="action",
                aria_label=post.comment_count.to_string() + rx.cond(post.comment_count == 1, " comment", " comments"),
            ),
            bookmark(post, lambda wanted: state.bookmark(post.id.to(str), wanted)),
            share(post),
            class_name="post-actions",
        ),
        key=post.id.to(str),
        class_name="post",
        aria_label=rx.cond(post.title, post.title, "Post by " + post.author_name.to(str)),
    )


def feed(state: Any, when_empty: rx.Component, *, shows_space: bool = True, has_news: bool = True) -> rx.Component:
    """A list of posts with all its faces: loading, failed, empty, growing, at its end.

    `has_news` lets new posts announce themselves, where everything new in the community or a space belongs.
    """
    above = news(state) if has_news else rx.fragment()
    return rx.cond(
        state.is_loading,
        skeleton_posts(),
        rx.cond(
            state.has_failed,
            rx.el.div(failed(state.retry), class_name="feed"),
            rx.cond(
                state.is_empty,
                rx.fragment(above, rx.el.div(when_empty, class_name="feed")),
                rx.fragment(
                    above,
                    rx.el.section(
                        rx.foreach(
                            live_rows(growing(state.batch, state.patches, PostCard), PostCard),
                            lambda post: post_card(state, post, shows_space=shows_space),
                        ),
                        class_name="feed",
                        aria_label="Posts",
                    ),
                    end(state),
                ),
            ),
        ),
    )


def news(state: Any) -> rx.Component:
    """New posts say that they are there, without moving what one reads."""
    return rx.cond(
        state.sort == Sort.latest.value,
        News.create(
            space=state.news_space,
            by=rx.cond(SessionState.me.hides_bots, By.people.value, state.by),
            epoch=state.batch.epoch,
            on_show=state.show_news,
        ),
    )


def end(state: Any, label: str = "Load more") -> rx.Component:
    """The way further down, or word that there is none."""
    return rx.cond(
        state.has_more,
        LoadMore.create(
            batch=state.batch.epoch.to(str) + state.batch.number.to_string(),
            is_busy=state.is_loading_more,
            label=label,
            on_more=state.load_more,
        ),
        rx.el.div(rx.el.p("You have read everything."), class_name="feed-end"),
    )


def composer(state: Any, place: Any, **props: Any) -> rx.Component:
    """The composer of a feed."""
    return Composer.create(
        avatar(SessionState.me.name, SessionState.me.image),
        name=SessionState.me.username.to(str) + ":" + place,
        words=NEW_POST,
        limit=CONTENT_LIMIT,
        title_limit=TITLE_LIMIT,
        outcome=state.outcome,
        voices=SessionState.voices,
        preview_html=state.preview_html,
        on_submit=state.publish,
        on_preview=state.show_preview,
        **props,
    )


def invitation() -> rx.Component:
    """What stands where a visitor cannot write."""
    return rx.el.section(
        rx.el.p(
            link("Sign in", to="/sign-in", class_name="link"),
            " or ",
            link("join", to="/sign-up", class_name="link"),
            " to take part.",
        ),
        class_name="composer",
        custom_attrs={"data-closed": "true"},
    )


def nothing_yet(words: str) -> rx.Component:
    """An empty feed."""
    return empty_state("sprout", "Nothing here yet", words)
