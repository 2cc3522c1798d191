"""What a post's own page holds and does."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import reflex as rx

from opentribe.domain.posts import commands
from opentribe.domain.posts.queries import NO_POST, get_post, preview
from opentribe.domain.posts.schemas import CommentDraft, CommentEdit, PostDetail, PostDraft, ThreadCard
from opentribe.domain.posts.thread import get_comment, get_thread, list_comments
from opentribe.kit.drafts import fill
from opentribe.kit.errors import Conflict, Invalid, NotFound, Refusal
from opentribe.web.feed.state import Outcome
from opentribe.web.live.topics import row_of, thread_of
from opentribe.web.live.watching import watch
from opentribe.web.session.asking import ask, known_id
from opentribe.web.session.refusal import by_field
from opentribe.web.session.state import SessionState, say
from opentribe.web.widgets.rows import Batch, Patch, patched, without


class PostState(rx.State):
    """A post, its comments, and the boxes to edit and to answer."""

    post: PostDetail | None = None
    batch: Batch[ThreadCard] = Batch[ThreadCard]()
    patches: list[Patch] = []
    has_more: bool = False
    shown: str = ""
    is_loading: bool = True
    is_loading_more: bool = False
    is_missing: bool = False
    is_removed: bool = False
    has_failed: bool = False
    is_editing: bool = False
    answering: str = ""
    answering_name: str = ""
    changing: str = ""
    outcome: Outcome = Outcome()
    preview_html: str = ""

    _cursor: str = ""

    @rx.var
    def face(self) -> str:
        """Which face of the page is shown."""
        if self.is_missing:
            return "missing"
        if self.has_failed:
            return "failed"
        if self.is_removed:
            return "removed"
        return "loading" if self.post is None else "shown"

    @property
    def post_id(self) -> UUID:
        """The post on the page. Raises NotFound when there is none, as for a call from outside the page."""
        if self.post is None:
            raise NotFound(NO_POST)
        return self.post.id

    @rx.event
    async def load(self):
        """Fill the page from the id in the address."""
        self.shown = shown = str(self.router.url.path).rstrip("/").rsplit("/", 1)[-1][:64]
        if self.post is None or str(self.post.id) != shown:
            self.post, self.is_loading = None, True
        self.is_missing = self.is_removed = self.is_editing = self.has_failed = False
        self.answering, self.changing, self.outcome, self.preview_html = "", "", Outcome(), ""
        try:
            self.post = await ask(self, get_post, known_id(shown, "post"))
            self.is_editing = self.post.may_edit and "edit" in self.router.url.query_parameters
            await self._read_comments()
            await watch(self, row_of(shown), thread_of(shown))
        except NotFound:
            self.post, self.is_missing = None, True
        except Exception:
            self.has_failed = True
            raise
        finally:
            self.is_loading = False

    async def _read_comments(self) -> None:
        page = await ask(self, list_comments, self.post_id)
        self.batch, self.patches = self.batch.first(page.items), []
        self._cursor, self.has_more = page.next_cursor, bool(page.next_cursor)

    async def _show_thread(self, comment_id: UUID, *, is_new: bool = False) -> None:
        """Show a thread as it is now, where it stands or as the newest, without losing the pages around it."""
        self.post = await ask(self, get_post, self.post_id)
        thread = await ask(self, get_thread, comment_id)
        if thread is None:
            self.patches = without(self.patches, comment_id)
        elif is_new:
            self.batch = self.batch.next([thread])
        else:
            self.patches = patched(self.patches, thread.id, **thread.model_dump())

    @rx.event
    async def load_more(self):
        """Fetch the next threads."""
        if not self._cursor or self.is_loading_more:
            return
        self.is_loading_more = True
        yield
        try:
            page = await ask(self, list_comments, self.post_id, self._cursor)
        finally:
            self.is_loading_more = False
        self.batch = self.batch.next(page.items)
        self._cursor, self.has_more = page.next_cursor, bool(page.next_cursor)

    @rx.event
    async def show_news(self):
        """Bring the comments that were announced."""
        await self._read_comments()

    @rx.event
    async def look_again(self):
        """Somebody took the post away or put it back; one who did so here sees that already."""
        return None if self.is_removed else PostState.load

    @rx.event
    async def like(self, post_id: str, wanted: bool):
        """Like or unlike the post."""
        deed = commands.like_post if wanted else commands.unlike_post
        stand = await ask(self, deed, known_id(post_id, "post"))
        if self.post is not None:
            self.post = self.post.model_copy(update=stand.model_dump())

    @rx.event
    async def like_comment(self, comment_id: str, wanted: bool):
        """Like or unlike a comment."""
        deed = commands.like_comment if wanted else commands.unlike_comment
        stand = await ask(self, deed, known_id(comment_id, "comment"))
        self.patches = patched(self.patches, comment_id, **stand.model_dump())

    @rx.event
    def answer(self, comment_id: str, name: str):
        """Open the reply box under a comment; an empty id closes it."""
        self.answering, self.answering_name, self.changing, self.outcome = comment_id, name, "", Outcome()

    @rx.event
    def change(self, comment_id: str):
        """Turn a comment into its editor; an empty id turns it back."""
        self.changing, self.answering, self.outcome = comment_id, "", Outcome()

    @rx.event
    def edit(self, wanted: bool):
        """Turn the post into its editor and back."""
        self.is_editing, self.outcome, self.preview_html = wanted, Outcome(), ""

    @rx.event
    async def save(self, form: dict[str, Any]):
        """Store the edited words."""
        key = str(form.pop("submission_key", ""))[:64]
        try:
            await ask(self, commands.edit_post, self.post_id, fill(PostDraft, form))
        except Refusal as refusal:
            self.outcome = refused(key, refusal)
            if isinstance(refusal, Conflict):
                self.outcome.newer = (await ask(self, get_post, self.post_id)).version
            return
        self.outcome = Outcome(key=key, is_done=True)
        yield  # the editor forgets its draft before it goes
        self.is_editing = False
        self.post = await ask(self, get_post, self.post_id)
        say(await self.get_state(SessionState), "Saved.")

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
        self.outcome = Outcome(key=key, is_done=True)
        yield  # the box forgets its draft before it goes
        is_reply, self.answering = bool(self.answering), ""
        await self._show_thread(comment_id, is_new=not is_reply)

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
    async def show_preview(self, text: str):
        """Render the editor's Markdown as it will look."""
        self.preview_html = await ask(self, preview, str(text))

    @rx.event
    async def pin(self, wanted: bool):
        """Put the post first in its space, or back to its place in time."""
        await ask(self, commands.pin_post if wanted else commands.unpin_post, self.post_id)
        self.post = await ask(self, get_post, self.post_id)
        say(await self.get_state(SessionState), "Pinned." if wanted else "Unpinned.")

    @rx.event
    async def remove(self):
        """Take the post out of sight, with a way back."""
        await ask(self, commands.remove_post, self.post_id)
        self.is_removed = True

    @rx.event
    async def put_back(self):
        """Undo the removal."""
        await ask(self, commands.restore_post, self.post_id)
        self.is_removed = False

    @rx.event
    async def remove_comment(self, comment_id: str):
        """Take a comment out of sight."""
        known = known_id(comment_id, "comment")
        thread = await ask(self, get_thread, known)
        await ask(self, commands.remove_comment, known)
        await self._show_thread(known if thread is None else thread.id)


def refused(key: str, refusal: Refusal) -> Outcome:
    """The outcome that leaves the words in the box, with the reason beside the field."""
    errors = by_field(refusal, ("title", "content")) if isinstance(refusal, Invalid) else {"form": str(refusal)}
    return Outcome(key=key, errors=errors)
