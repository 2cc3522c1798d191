"""The comments on a post's page: a window into the thread, and what one does there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import reflex as rx
from pydantic import BaseModel

from opentribe.domain.posts import commands
from opentribe.domain.posts.queries import NO_POST, get_post
from opentribe.domain.posts.schemas import (
    CommentDraft,
    CommentEdit,
    PostDetail,
    ReplyRun,
    ThreadCard,
    ThreadPage,
    ThreadSort,
)
from opentribe.domain.posts.thread import (
    find_comment,
    get_comment,
    get_thread,
    list_comments,
    list_replies,
)
from opentribe.kit.drafts import fill
from opentribe.kit.errors import Conflict, Invalid, NotFound, Refusal
from opentribe.kit.ids import new_id
from opentribe.web.feed.state import MOST_PAGES, Outcome
from opentribe.web.session.asking import ask, known_id
from opentribe.web.session.refusal import by_field
from opentribe.web.widgets.rows import Batch, Patch, patched, without

RUNS_KEPT = 3
ANCHOR = "comment-"


class ThreadBatch(Batch[ThreadCard]):
    """A window of a thread."""


class Run(ReplyRun):
    """Replies on their way to the browser, which keeps them by `key`."""

    key: str


class Landing(BaseModel):
    """The comment that a link led to; `key` tells one arrival from the next."""

    key: str = ""
    comment_id: str = ""
    is_gone: bool = False


class Comments(rx.State, mixin=True):
    """Some threads of a post, the boxes to answer and to edit, and where the reader has to be led."""

    post: PostDetail | None = None
    batch: ThreadBatch = ThreadBatch()
    patches: list[Patch] = []
    runs: list[Run] = []
    sort: str = ThreadSort.oldest.value
    landing: Landing = Landing()
    has_more: bool = False
    has_earlier: bool = False
    is_loading_more: bool = False
    is_loading_earlier: bool = False
    answering: str = ""
    addressing: str = ""
    changing: str = ""
    outcome: Outcome = Outcome()

    _cursor: str = ""
    _earlier_cursor: str = ""
    _known: list[UUID] = []
    _read_at: tuple[str, ...] = ()
    _pages_after: int = 0
    _pages_before: int = 0

    @property
    def post_id(self) -> UUID:
        """The post on the page. Raises NotFound when there is none, as for a call from outside the page."""
        if self.post is None:
            raise NotFound(NO_POST)
        return self.post.id

    async def _read_comments(self, *, lands: bool = True) -> None:
        """Open the thread where the address asks: at one comment, or at its beginning in the order that is named."""
        url = self.router.url
        asked = url.query_parameters.get("sort", "")
        self.sort = ThreadSort(asked).value if asked in set(ThreadSort) else ThreadSort.oldest.value
        wanted = url.query_parameters.get("comment", "")
        if not wanted and url.fragment.startswith(ANCHOR):
            wanted = url.fragment.removeprefix(ANCHOR)
        self.landing, page = Landing(), None
        if wanted and lands:
            page = await self._land(wanted)
        page = page or await ask(self, list_comments, self.post_id, ThreadSort(self.sort))
        self._show(await self._as_far_as_before(page, (str(self.post_id), self.sort, wanted if lands else "")))

    async def _as_far_as_before(self, page: ThreadPage, place: tuple[str, ...]) -> ThreadPage:
        """The page with those after and before it that were shown when the connection broke: one reads on there."""
        after, before = (self._pages_after, self._pages_before) if self._is_new_connection(place) else (0, 0)
        self._pages_after = self._pages_before = 0
        while page.next_cursor and self._pages_after < min(after, MOST_PAGES):
            more = await ask(self, list_comments, self.post_id, ThreadSort(self.sort), page.next_cursor)
            page = page.model_copy(update={"items": [*page.items, *more.items], "next_cursor": more.next_cursor})
            self._pages_after += 1
        while page.previous_cursor and self._pages_before < min(before, MOST_PAGES):
            more = await self._earlier(page.previous_cursor)
            earlier = {"items": [*more.items, *page.items], "previous_cursor": more.previous_cursor}
            page = page.model_copy(update=earlier)
            self._pages_before += 1
        return page

    def _is_new_connection(self, place: tuple[str, ...]) -> bool:
        """Whether the page is read once more at the same place over another socket than before."""
        before, self._read_at = self._read_at, (self.router.session.session_id, *place)
        return before[1:] == place and before[:1] != self._read_at[:1]

    async def _earlier(self, cursor: str) -> ThreadPage:
        return await ask(self, list_comments, self.post_id, ThreadSort(self.sort), cursor, backward=True)

    def _show(self, page: ThreadPage) -> None:
        self.batch, self.patches, self.runs = self.batch.first(page.items), [], []
        self._known = [card.id for card in page.items]
        self._cursor, self._earlier_cursor = page.next_cursor, page.previous_cursor
        self.has_more, self.has_earlier = bool(page.next_cursor), bool(page.previous_cursor)
        self.is_loading_more = self.is_loading_earlier = False

    async def _land(self, comment_id: str) -> ThreadPage | None:
        try:
            page = await ask(self, find_comment, self.post_id, known_id(comment_id, "comment"), ThreadSort(self.sort))
        except NotFound:
            self.landing = Landing(is_gone=True)
            return None
        self.landing = Landing(key=new_id().hex, comment_id=comment_id)
        return page

    @rx.event
    async def load_more(self):
        """Fetch the next threads."""
        if not self._cursor or self.is_loading_more:
            return
        self.is_loading_more = True
        yield
        known: Sequence[UUID] = () if self.has_earlier else self._known
        try:
            page = await ask(
                self, list_comments, self.post_id, ThreadSort(self.sort), self._cursor, known=frozenset(known)
            )
        finally:
            self.is_loading_more = False
        self.batch, self._pages_after = self.batch.next(page.items), self._pages_after + 1
        self._known = [*self._known, *(card.id for card in page.items)]
        self._cursor, self.has_more = page.next_cursor, bool(page.next_cursor)

    @rx.event
    async def load_earlier(self):
        """Fetch the threads before the first one shown, which is there when a link led into the middle."""
        if not self._earlier_cursor or self.is_loading_earlier:
            return
        self.is_loading_earlier = True
        yield
        try:
            page = await self._earlier(self._earlier_cursor)
        finally:
            self.is_loading_earlier = False
        self.batch, self._pages_before = self.batch.previous(page.items), self._pages_before + 1
        self._known = [*self._known, *(card.id for card in page.items)]
        self._earlier_cursor, self.has_earlier = page.previous_cursor, bool(page.previous_cursor)

    @rx.event
    async def show_replies(self, thread_id: str, after: str, before: str):
        """Fetch replies that are missing between those shown: right after one, or right before one."""
        run = await ask(
            self,
            list_replies,
            known_id(thread_id, "comment"),
            after=known_id(after, "comment") if after else None,
            before=known_id(before, "comment") if before else None,
        )
        self._add_runs(run)

    def _add_runs(self, *runs: ReplyRun) -> None:
        """Send replies to the browser. The last few runs stay, since two may reach it between two looks."""
        if runs:
            keyed = [Run(key=new_id().hex, **run.model_dump()) for run in runs]
            self.runs = [*self.runs[-RUNS_KEPT:], *keyed]

    @rx.event
    async def like_comment(self, comment_id: str, wanted: bool):
        """Like or unlike a comment."""
        deed = commands.like_comment if wanted else commands.unlike_comment
        stand = await ask(self, deed, known_id(comment_id, "comment"))
        self.patches = patched(self.patches, comment_id, **stand.model_dump())

    @rx.event
    def answer(self, comment_id: str, handle: str):
        """Open the reply box under a comment; an empty id closes it. `handle` is whom a deeper reply is meant for."""
        self.answering, self.addressing, self.changing, self.outcome = comment_id, handle[:64], "", Outcome()

    @rx.event
    def change(self, comment_id: str):
        """Turn a comment into its editor; an empty id turns it back."""
        self.changing, self.answering, self.outcome = comment_id, "", Outcome()

    @rx.event
    async def comment(self, form: dict[str, Any]):
        """Answer the post, or the comment whose reply box is open."""
        key = str(form.get("submission_key", ""))[:64]
        try:
            draft = fill(CommentDraft, form | {"post_id": self.post_id, "parent_id": self.answering or None})
            comment_id = await ask(self, commands.comment, draft)
        except Refusal as refusal:
            self.outcome = refused(key, refusal)
            return
        await self._show_new(comment_id)
        self._after_comment()
        self.outcome = Outcome(key=key, is_done=True)
        yield  # the box forgets its draft before it goes
        self.answering = self.addressing = ""

    def _after_comment(self) -> None:
        """What follows when one has commented."""

    async def _show_new(self, comment_id: UUID) -> None:
        """Show one's own new comment: below the box one wrote it in, without losing what is on the page."""
        card = await ask(self, get_comment, comment_id)
        thread = await ask(self, get_thread, comment_id)
        self.post = await ask(self, get_post, self.post_id)
        if card.parent_id is not None and thread is not None:
            self.patches = patched(self.patches, thread.id, reply_count=thread.reply_count)
            self._add_runs(ReplyRun(thread_id=thread.id, replies=[card], has_earlier=True))
        elif thread is not None:
            self.batch = self.batch.previous([thread])
            self._known = [*self._known, thread.id]

    @rx.event
    async def save_comment(self, form: dict[str, Any]):
        """Store the changed words of the comment whose editor is open."""
        key, comment_id = str(form.pop("submission_key", ""))[:64], known_id(self.changing, "comment")
        try:
            await ask(self, commands.edit_comment, comment_id, fill(CommentEdit, form))
        except Refusal as refusal:
            self.outcome = refused(key, refusal)
            if isinstance(refusal, Conflict):
                self.outcome.newer = (await ask(self, get_comment, comment_id)).version
            return
        self.outcome = Outcome(key=key, is_done=True)
        yield  # the editor forgets its draft before it goes
        self.changing = ""
        card = await ask(self, get_comment, comment_id)
        words = card.model_dump(mode="json", include={"content", "content_html", "edited_at", "version"})
        self.patches = patched(self.patches, comment_id, **words)

    @rx.event
    async def remove_comment(self, comment_id: str):
        """Take a comment out of sight; while something answers it, a note stays in its place."""
        known = known_id(comment_id, "comment")
        card = await ask(self, get_comment, known)
        await ask(self, commands.remove_comment, known)
        thread = await ask(self, get_thread, known)
        self.post = await ask(self, get_post, self.post_id)
        if thread is None:
            self.patches = without(self.patches, card.parent_id or known)
        elif card.parent_id is None:
            left = thread.model_dump(mode="json", exclude={"replies", "has_earlier", "has_later"})
            self.patches = patched(self.patches, known, **left)
        else:
            self.patches = patched(without(self.patches, known), thread.id, reply_count=thread.reply_count)


def refused(key: str, refusal: Refusal) -> Outcome:
    """The outcome that leaves the words in the box, with the reason beside the field."""
    errors = by_field(refusal, ("title", "content")) if isinstance(refusal, Invalid) else {"form": str(refusal)}
    return Outcome(key=key, errors=errors)
