"""Texts that were stored under an older renderer, made anew: new kinds of links and players come to old posts too."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import update
from sqlmodel import col, select

from opentribe.domain.posts.models import Comment, Post
from opentribe.domain.posts.references import addresses_on
from opentribe.kit.db import Database
from opentribe.kit.text import NOWHERE, RENDERER_VERSION, excerpt, references, render

BATCH = 50


def render_again(database: Database) -> int:
    """Bring all posts and comments up to the renderer of this version; how many. The root asks for it; no door does.

    Rendered between two transactions; words that somebody changed meanwhile keep what they were stored with.
    """
    return sum(_render_all(database, model) for model in (Post, Comment))


def _render_all(database: Database, model: type[Post] | type[Comment]) -> int:
    look_up, done, last = addresses_on(database), 0, UUID(int=0)
    while True:
        with database.read() as session:
            old = (col(model.renderer_version) < RENDERER_VERSION, col(model.id) > last)
            rows = session.exec(select(model.id, model.content).where(*old).order_by(col(model.id)).limit(BATCH)).all()
        if not rows:
            return done
        made = []
        for row_id, content in rows:
            found = references(content)
            leads = look_up(found) if found else NOWHERE
            values = {"content_html": render(content, leads), "renderer_version": RENDERER_VERSION}
            if model is Post:
                short = excerpt(content, addresses=leads)
                values |= {"excerpt_html": short.html, "is_whole": short.is_whole}
            made.append(update(model).where(col(model.id) == row_id, col(model.content) == content).values(**values))
        with database.write() as session:
            for statement in made:
                session.connection().execute(statement)
        done, last = done + len(rows), rows[-1][0]
