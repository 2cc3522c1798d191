"""What a tag's page holds and does."""

from __future__ import annotations

from urllib.parse import unquote

import reflex as rx

from opentribe.domain.posts.queries import list_tag_feed
from opentribe.domain.posts.schemas import PostCard
from opentribe.domain.references.queries import TagCard, get_tag
from opentribe.kit.errors import NotFound
from opentribe.kit.paging import Page
from opentribe.web.feed.state import Feed, Outcome
from opentribe.web.session.asking import ask


class TagState(Feed, rx.State):
    """One tag: in how many posts it stands, and these."""

    tag: TagCard | None = None
    is_missing: bool = False

    _asked: str = ""

    async def _fetch(self, cursor: str) -> Page[PostCard]:
        """The latest posts with this tag."""
        return await ask(self, list_tag_feed, self._name, cursor)

    async def _refresh(self) -> None:
        """The count too."""
        self.tag = await ask(self, get_tag, self._name)
        await self._reload()

    @property
    def _name(self) -> str:
        """The tag in the address bar."""
        return unquote(str(self.router.url.path).rstrip("/").rsplit("/", 1)[-1])

    @rx.event
    async def load(self):
        """Fill the page from the address; what carries no visible post is not there."""
        if self._asked != self._name:
            self.tag, self.is_loading, self.batch, self._asked = None, True, self.batch.first([]), self._name
            self._pages = 1
            yield
        self.outcome, self.preview_html, self.is_missing = Outcome(), "", False
        try:
            await self._try_to_refresh()
        except NotFound:
            self.tag, self.is_missing = None, True
