"""Texts stored under an older renderer."""

from __future__ import annotations

from sqlalchemy import update
from sqlmodel import col, select

from opentribe.domain.posts.commands import comment
from opentribe.domain.posts.models import Comment, Post
from opentribe.domain.posts.rendering import BATCH, render_again
from opentribe.domain.posts.schemas import CommentDraft
from opentribe.kit.text import RENDERER_VERSION

OLD = {"renderer_version": 1, "content_html": "<p>Old</p>"}


def test_old_texts_are_rendered_once(cast, statements):
    space = cast.space()
    posts = [cast.post(cast.ada, space, f"Number {number} for @ben") for number in range(BATCH + 3)]
    reply = cast.do(cast.ben, comment, CommentDraft(post_id=posts[0], content="So @ada"))
    new = cast.post(cast.ada, space, "New")
    with cast.database.write() as session:
        session.connection().execute(update(Post).where(col(Post.id) != new).values(**OLD, excerpt_html="<p>Old</p>"))
        session.connection().execute(update(Comment).values(**OLD))
    assert render_again(cast.database) == BATCH + 4
    with cast.database.read() as session:
        rows = session.exec(select(Post)).all()
        assert {row.renderer_version for row in rows} == {RENDERER_VERSION}
        whole = [html for row in rows if row.id != new for html in (row.content_html, row.excerpt_html)]
        assert all('href="/members/ben"' in html for html in whole)
        assert 'href="/members/ada"' in session.get(Comment, reply).content_html
        assert all(row.edited_at is None for row in rows)
    with statements(cast.database) as counted:
        assert render_again(cast.database) == 0
    assert len(counted) == 2
