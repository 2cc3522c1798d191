"""Articles as they stand in the served page, for those who read without scripts and until the live page is there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape, unescape

from opentribe.domain.posts.schemas import PostCard, PostDetail, ThreadCard
from opentribe.domain.spaces.schemas import SpaceDetail
from opentribe.kit.text import plain
from opentribe.kit.text.sanitising import sanitise

WORDS_SHOWN = 60  # of a post without a title
TAG = re.compile(r"<[^>]*>")
IMAGE = re.compile(r'<img\b[^>]*?\bsrc="([^"]+)"')


def article(post: PostDetail, threads: Sequence[ThreadCard]) -> str:
    """A post with its first comments. All words of people are escaped, or sanitised once more."""
    head = f"<h1>{escape(post.title)}</h1>" if post.title else ""
    space = f'<a href="/spaces/{escape(post.space_slug)}">{escape(post.space_name)}</a>'
    words = f'<div class="prose">{sanitise(post.content_html)}</div>'
    body = f'<article class="served-card">{_byline(post, space)}{head}{words}</article>'
    living = [thread for thread in threads if thread.deleted_at is None]
    if not living:
        return body
    comments = "".join(
        f'<li><article>{_byline(thread)}<div class="prose">{sanitise(thread.content_html)}</div></article></li>'
        for thread in living
    )
    return f'{body}<section class="served-card"><h2>Comments</h2><ol>{comments}</ol></section>'


def listing(space: SpaceDetail, posts: Sequence[PostCard]) -> str:
    """A space with its latest posts, each a link."""
    about = f"<p>{escape(space.description)}</p>" if space.description else ""
    items = "".join(
        f'<article><h2><a href="/posts/{post.id}">{escape(title_of(post))}</a></h2>{_byline(post)}</article>'
        for post in posts
    )
    return f'<header><h1>{escape(space.name)}</h1>{about}</header><section class="served-card">{items}</section>'


def title_of(post: PostCard | PostDetail) -> str:
    """A post's title, or its author and first words."""
    if post.title:
        return post.title
    if isinstance(post, PostDetail):
        return f"{post.author_name}: {plain(post.content, WORDS_SHOWN)}"
    words = " ".join(unescape(TAG.sub(" ", post.excerpt_html)).split())
    return f"{post.author_name}: {words[:WORDS_SHOWN]}"


def first_image(html: str) -> str:
    """The address of the first picture in sanitised HTML, for a preview; empty when there is none."""
    found = IMAGE.search(html)
    return found[1] if found else ""


def _byline(row: PostCard | PostDetail | ThreadCard, place: str = "") -> str:
    time = f'<time datetime="{row.created_at.isoformat()}">{row.created_at:%d %B %Y}</time>'
    return f'<p class="served-by"><span>{_author(row)}</span>{f"<span>{place}</span>" if place else ""}{time}</p>'


def _author(row: PostCard | PostDetail | ThreadCard) -> str:
    name = escape(row.author_name)
    shown = f'<a href="{escape(row.author_path)}">{name}</a>' if row.author_path else name
    if not row.author_is_bot:
        return shown
    return f"{shown} (bot, answered for by {f'@{escape(row.author_owner)}' if row.author_owner else 'nobody'})"
