"""What a page with a feed holds and does: the same for every list of posts."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import reflex as rx
from pydantic import BaseModel

from opentribe.domain.posts import commands
from opentribe.domain.posts.queries import preview
from opentribe.domain.posts.schemas import By, PostCard, PostDraft, Sort
from opentribe.kit.drafts import fill
from opentribe.kit.errors import Invalid, NotFound, Refusal
from opentribe.kit.paging import Page
from opentribe.web.live.topics import row_of
from opentribe.web.live.watching import watch
from opentribe.web.session.asking import ask, known_id
from opentribe.web.session.refusal import by_field
from opentribe.web.session.state import SessionState, say
from opentribe.web.widgets.rows import Batch, Patch, patched, without

MOST_PAGES = 5  # that are read again together


class Outcome(BaseModel):
    """How a submission of the composer ended; `key` tells which one.

    `newer` is the version of words that somebody stored meanwhile: the next submission may replace those.
    """

    key: str = ""
    newer: str = ""
    is_done: bool = False
    errors: dict[str, str] = {}


class PostBatch(Batch[PostCard]):
    """A page of a feed."""


class Feed(rx.State, mixin=True):
    """One page of posts, what has changed since, and the composer above."""

    batch: PostBatch = PostBatch()
    patches: list[Patch] = []
    outcome: Outcome = Outcome()
    preview_html: str = ""
    has_more: bool = False
    is_empty: bool = False
    is_loading: bool = True
    is_loading_more: bool = False
    has_failed: bool = False
    sort: str = Sort.latest.value
    by: str = By.everyone.value

    news_space: str = ""

    _cursor: str = ""
    _pages: int = 1

    async def _fetch(self, cursor: str) -> Page[PostCard]:
        """The page after `cursor`; each feed asks its own query."""
        raise TypeError("a feed says what it lists")

    def _read_filters(self) -> bool:
        """Take from the address what is to be listed; tells whether that is something else than before."""
        given, before = self.router.url.query_parameters, (self.sort, self.by)
        self.sort = _known(Sort, given.get("sort", ""), Sort.latest)
        self.by = _known(By, given.get("by", ""), By.everyone)
        if (self.sort, self.by) == before:
            return False
        self._pages = 1
        return True

    async def _reload(self) -> None:
        """Read the list again from its top, as far as it is shown: one may have read on before the connection broke."""
        page = await self._fetch("")
        posts, read = list(page.items), 1
        while page.next_cursor and read < min(self._pages, MOST_PAGES):
            page = await self._fetch(page.next_cursor)
            posts, read = [*posts, *page.items], read + 1
        self._pages, cursor = read, page.next_cursor
        self.batch, self.patches = self.batch.first(posts), []
        self._cursor, self.has_more, self.is_empty = cursor, bool(cursor), not posts
        self.is_loading = self.is_loading_more = self.has_failed = False
        await watch(self, *(row_of(post.id) for post in posts))

    @rx.event
    async def retry(self):
        """Try again after a failure."""
        self.is_loading, self.has_failed = True, False
        yield
        await self._try_to_refresh()

    @rx.event
    async def show_news(self):
        """Bring the posts that were announced."""
        self._pages = 1
        await self._refresh()

    @rx.event
    async def load_more(self):
        """Fetch the next page; pressed by hand or as its button comes into sight."""
        if not self._cursor or self.is_loading_more:
            return
        self.is_loading_more = True
        yield
        try:
            page = await self._fetch(self._cursor)
        finally:
            self.is_loading_more = False
        self._pages += 1
        self.batch = self.batch.next(page.items)
        await watch(self, *(row_of(post.id) for post in page.items))
        self._cursor, self.has_more = page.next_cursor, bool(page.next_cursor)

    @rx.event
    async def publish(self, form: dict[str, Any]):
        """Post what the composer holds. Its draft stays until this has worked."""
        key = str(form.get("submission_key", ""))[:64]
        try:
            await ask(self, commands.publish, fill(PostDraft, form))
        except Refusal as refusal:
            errors = by_field(refusal, ("title", "content", "space_id")) if isinstance(refusal, Invalid) else {}
            self.outcome = Outcome(key=key, errors=errors or {"form": str(refusal)})
            return
        self.outcome = Outcome(key=key, is_done=True)
        self.preview_html, self._pages = "", 1
        await self._refresh()

    async def _refresh(self) -> None:
        """Read what the page shows again, as after a post was added or taken away."""
        await self._reload()

    async def _try_to_refresh(self) -> None:
        """The same for a page that is being opened: a failure leaves a way to try again."""
        self.has_failed = False
        try:
            await self._refresh()
        except NotFound:
            self.is_loading = False
            raise
        except Exception:
            self.is_loading, self.has_failed = False, True
            raise

    @rx.event
    async def show_preview(self, text: str):
        """Render the composer's Markdown as it will look."""
        self.preview_html = await ask(self, preview, str(text))

    @rx.event
    async def like(self, post_id: str, wanted: bool):
        """Like or unlike; the button has changed already and is told how it stands."""
        deed = commands.like_post if wanted else commands.unlike_post
        stand = await ask(self, deed, known_id(post_id, "post"))
        self.patches = patched(self.patches, post_id, **stand.model_dump())

    @rx.event
    async def bookmark(self, post_id: str, wanted: bool):
        """Keep a post for later, or let it go; the button has changed already."""
        deed = commands.bookmark_post if wanted else commands.unbookmark_post
        await ask(self, deed, known_id(post_id, "post"))
        self.patches = patched(self.patches, post_id, is_bookmarked=wanted)

    @rx.event
    async def pin(self, post_id: str, wanted: bool):
        """Put a post first in its space, or back to its place in time."""
        deed = commands.pin_post if wanted else commands.unpin_post
        pinned_at = await ask(self, deed, known_id(post_id, "post"))
        self.patches = patched(self.patches, post_id, pinned_at=pinned_at.isoformat() if pinned_at else None)
        await self._rearrange()
        say(await self.get_state(SessionState), "Pinned." if wanted else "Unpinned.")

    async def _rearrange(self) -> None:
        """What follows when pins have changed; only a space shows them first."""

    @rx.event
    async def remove(self, post_id: str):
        """Take a post out of sight, with a way back."""
        await ask(self, commands.remove_post, known_id(post_id, "post"))
        self.patches = without(self.patches, post_id)
        say(await self.get_state(SessionState), "Post removed.", undo=post_id)

    @rx.event
    async def put_back(self, post_id: str):
        """Undo a removal."""
        await ask(self, commands.restore_post, known_id(post_id, "post"))
        await self._refresh()


def _known(kind: type[StrEnum], text: str, otherwise: StrEnum) -> str:
    return text if text in set(kind) else otherwise.value
