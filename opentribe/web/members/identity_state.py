"""What the page of a bot or a pen name holds and does."""

from __future__ import annotations

from urllib.parse import unquote

import reflex as rx

from opentribe.domain.identities import commands
from opentribe.domain.identities.schemas import IdentityDetail
from opentribe.domain.posts.author_pages import get_identity, list_identity_feed
from opentribe.domain.posts.queries import POSTS_COUNTED
from opentribe.domain.posts.schemas import PostCard
from opentribe.kit.errors import NotFound, Refusal
from opentribe.kit.paging import Page
from opentribe.web.feed.state import Feed, Outcome
from opentribe.web.session.asking import ask


class IdentityState(Feed, rx.State):
    """One bot or pen name: who it is, and the posts that the reader may see."""

    identity: IdentityDetail | None = None
    is_missing: bool = False
    refusals: int = 0

    _shown: str = ""

    @rx.var
    def posts_shown(self) -> str:
        """The number of posts in words."""
        return _counted(self.identity.post_count if self.identity else 0)

    @rx.var
    def comments_shown(self) -> str:
        """The number of comments in words."""
        return _counted(self.identity.comment_count if self.identity else 0)

    async def _fetch(self, cursor: str) -> Page[PostCard]:
        """What was posted under this name."""
        return await ask(self, list_identity_feed, self._name, cursor)

    async def _refresh(self) -> None:
        """Who it is, and the counts, too."""
        self.identity = await ask(self, get_identity, self._name)
        if not self.identity.is_default:
            await self._reload()

    @property
    def _name(self) -> str:
        """The name in the address bar."""
        return unquote(str(self.router.url.path).rstrip("/").rsplit("/", 1)[-1])[:200]

    @rx.event
    async def load(self):
        """Fill the page; a failure leaves a way to try again. A member's handle leads to their own page."""
        if self._shown != self._name:
            self.identity, self.is_loading, self.batch, self._pages = None, True, self.batch.first([]), 1
        self._shown, self.outcome, self.is_missing = self._name, Outcome(), False
        try:
            await self._try_to_refresh()
        except NotFound:
            self.identity, self.is_missing = None, True
        if self.identity is not None and self.identity.is_default:
            path, self.identity = self.identity.path, None
            return rx.redirect(path, replace=True)
        return None

    @rx.event
    async def follow(self, wanted: bool):
        """Follow or unfollow; the button has changed already and is told how it stands."""
        try:
            await ask(self, commands.follow_identity if wanted else commands.unfollow_identity, self._name)
        except Refusal:
            self.refusals += 1
            raise
        self.identity = await ask(self, get_identity, self._name)


def _counted(number: int) -> str:
    """Past a thousand nobody counts."""
    return f"{POSTS_COUNTED:,}+" if number >= POSTS_COUNTED else f"{number}"
