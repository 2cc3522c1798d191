"""What a member's page holds and does."""

from __future__ import annotations

import reflex as rx

from opentribe.domain.gamification.badges import list_badges_of
from opentribe.domain.gamification.schemas import HeldBadge
from opentribe.domain.identities.schemas import BotCard
from opentribe.domain.members.queries import NO_MEMBER, list_followers, list_following
from opentribe.domain.members.schemas import MemberCard, MemberDetail
from opentribe.domain.moderation.commands import ban_member, unban_member
from opentribe.domain.moderation.queries import get_ban
from opentribe.domain.moderation.schemas import BanCard
from opentribe.domain.posts.author_pages import get_profile, list_bots_of
from opentribe.domain.posts.queries import POSTS_COUNTED, count_member_posts, list_member_feed
from opentribe.domain.posts.schemas import PostCard
from opentribe.kit.errors import NotFound
from opentribe.kit.paging import Page
from opentribe.web.feed.state import Feed, Outcome
from opentribe.web.session.asking import ask
from opentribe.web.session.state import SessionState, say
from opentribe.web.widgets.follow import forget_stands
from opentribe.web.widgets.rows import Batch, Patch


class MemberState(Feed, rx.State):
    """One member: who it is, the bots they answer for, and the posts that the reader may see."""

    member: MemberDetail | None = None
    bots: list[BotCard] = []
    badges: list[HeldBadge] = []
    ban: BanCard | None = None
    post_count: int = 0
    is_missing: bool = False

    @rx.var
    def posts_shown(self) -> str:
        """The number of posts in words: past a thousand nobody counts."""
        return f"{POSTS_COUNTED:,}+" if self.post_count >= POSTS_COUNTED else f"{self.post_count}"

    async def _fetch(self, cursor: str) -> Page[PostCard]:
        """What this member posted."""
        return await ask(self, list_member_feed, self._handle, cursor)

    async def _refresh(self) -> None:
        """The member and the counts too."""
        self.member = await ask(self, get_profile, self._handle)
        self.bots = await ask(self, list_bots_of, self._handle)
        self.badges = await ask(self, list_badges_of, self._handle)
        self.ban = await ask(self, get_ban, self._handle)
        self.post_count = await ask(self, count_member_posts, self._handle)
        await self._reload()

    @property
    def _handle(self) -> str:
        """The handle in the address bar."""
        return str(self.router.url.path).rstrip("/").rsplit("/", 1)[-1].removeprefix("@").lower()

    @rx.event
    async def load(self):
        """Fill the page; a failure leaves a way to try again."""
        if self.member is None or self.member.username != self._handle:
            self.member, self.is_loading, self.batch = None, True, self.batch.first([])
            self._pages = 1
        self.outcome, self.is_missing = Outcome(), False
        await forget_stands(self)
        try:
            await self._try_to_refresh()
        except NotFound:
            self.member, self.is_missing = None, True

    @rx.event
    async def decide(self, is_banned: bool):
        """Keep the member out, or let them in again."""
        if self.ban is None:
            return
        await ask(self, ban_member if is_banned else unban_member, self.ban.user_id)
        self.ban = await ask(self, get_ban, self._handle)
        say(await self.get_state(SessionState), "They are out." if is_banned else "They may come back.")


class MemberBatch(Batch[MemberCard]):
    """A page of people."""


class PeopleState(rx.State):
    """Followers, or whom the member follows, over the page."""

    is_open: bool = False
    is_of_followers: bool = True
    batch: MemberBatch = MemberBatch()
    patches: list[Patch] = []
    is_loading: bool = False
    is_empty: bool = False
    has_more: bool = False

    _cursor: str = ""

    @rx.event
    async def open_list(self, of_followers: bool):
        """Show the first of them."""
        self.is_open, self.is_of_followers, self.is_loading, self.is_empty = True, of_followers, True, False
        self.batch, self.has_more = self.batch.first([]), False
        yield
        page = await self._fetch("")
        self.batch, self.is_empty = self.batch.first(page.items), not page.items

    @rx.event
    async def load_more(self):
        """Fetch the next ones."""
        if self._cursor and not self.is_loading:
            self.is_loading = True
            yield
            self.batch = self.batch.next((await self._fetch(self._cursor)).items)

    @rx.event
    def close(self):
        """Back to the page."""
        self.is_open = False

    async def _fetch(self, cursor: str) -> Page[MemberCard]:
        try:
            member = (await self.get_state(MemberState)).member
            if member is None:
                raise NotFound(NO_MEMBER)
            page = await ask(self, list_followers if self.is_of_followers else list_following, member.id, cursor)
        finally:
            self.is_loading = False
        self._cursor, self.has_more = page.next_cursor, bool(page.next_cursor)
        return page
