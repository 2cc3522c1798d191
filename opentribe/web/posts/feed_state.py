"""What home and a space's page hold and do."""

from __future__ import annotations

import reflex as rx

from opentribe.domain.members.schemas import MemberCard
from opentribe.domain.posts.queries import list_home_feed, list_space_feed, list_suggested
from opentribe.domain.posts.schemas import By, PostCard, Sort
from opentribe.domain.spaces.commands import mark_visited
from opentribe.domain.spaces.queries import get_space
from opentribe.domain.spaces.schemas import SpaceDetail
from opentribe.kit.errors import NotFound
from opentribe.kit.paging import Page
from opentribe.web.feed.state import Feed, Outcome
from opentribe.web.session.asking import ask
from opentribe.web.session.state import SessionState, mark_read
from opentribe.web.widgets.follow import forget_stands


class HomeState(Feed, rx.State):
    """The feed over all spaces one may see."""

    suggested: list[MemberCard] = []

    async def _fetch(self, cursor: str) -> Page[PostCard]:
        """The posts everywhere that the filters let through."""
        return await ask(self, list_home_feed, cursor, Sort(self.sort), By(self.by))

    async def _refresh(self) -> None:
        """Whom to follow too, while nothing of those one follows is there."""
        await self._reload()
        if self.sort == Sort.following and self.is_empty:
            self.suggested = await ask(self, list_suggested)

    @rx.event
    async def load(self):
        """Fill the page; a failure leaves a way to try again."""
        if self._read_filters():
            self.is_loading = True
            yield
        self.outcome, self.preview_html = Outcome(), ""
        await forget_stands(self)
        await self._try_to_refresh()


class SpaceState(Feed, rx.State):
    """One space: what it is, and its posts."""

    space: SpaceDetail | None = None
    is_missing: bool = False

    async def _fetch(self, cursor: str) -> Page[PostCard]:
        """The posts of this space that the filters let through."""
        return await ask(self, list_space_feed, self._slug, cursor, Sort(self.sort), By(self.by))

    async def _refresh(self) -> None:
        """The space's counts too."""
        self.space = await ask(self, get_space, self._slug)
        self.news_space = str(self.space.id)
        await self._reload()
        await self._note_visit()

    async def _rearrange(self) -> None:
        """Pinned posts stand first here."""
        await self._reload()

    async def _note_visit(self) -> None:
        """Clear the space's unread dot."""
        session = await self.get_state(SessionState)
        if session.me.is_member and self.space is not None:
            await ask(self, mark_visited, self.space.id, self.space.last_post_at)
            mark_read(session, self.space.id)

    @property
    def _slug(self) -> str:
        """The slug in the address bar."""
        return str(self.router.url.path).rstrip("/").rsplit("/", 1)[-1]

    @rx.event
    async def load(self):
        """Fill the page and clear the space's unread dot."""
        if self.space is None or self.space.slug != self._slug:
            self.space, self.is_loading, self.batch, self._pages = None, True, self.batch.first([]), 1
        if self._read_filters():
            self.is_loading = True
            yield
        self.outcome, self.preview_html, self.is_missing = Outcome(), "", False
        try:
            await self._try_to_refresh()
        except NotFound:
            self.space, self.is_missing = None, True
