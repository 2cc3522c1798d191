"""What a post's own page holds and does."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.domain.notifications.commands import mark_post_read
from opentribe.domain.posts import commands
from opentribe.domain.posts.queries import get_post, preview
from opentribe.domain.posts.schemas import PostDraft, ThreadSort
from opentribe.kit.drafts import fill
from opentribe.kit.errors import Conflict, NotFound, Refusal
from opentribe.web.feed.state import Outcome
from opentribe.web.live.topics import row_of, thread_of
from opentribe.web.live.watching import watch
from opentribe.web.posts.arrivals_state import Arrivals
from opentribe.web.posts.comments_state import refused
from opentribe.web.session.asking import ask, known_id
from opentribe.web.session.state import SessionState, say

STANCES = {
    "following": (commands.follow_thread, "You follow this conversation."),
    "muted": (commands.mute_thread, "Muted. You hear nothing more of this conversation."),
    "": (commands.leave_thread, "You no longer follow this conversation."),
}


class PostState(Arrivals, rx.State):
    """A post, its comments, and the boxes to edit and to answer."""

    shown: str = ""
    is_loading: bool = True
    is_missing: bool = False
    is_removed: bool = False
    has_failed: bool = False
    is_editing: bool = False
    preview_html: str = ""

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

    @rx.event
    async def load(self):
        """Fill the page from the id in the address."""
        self.shown = shown = str(self.router.url.path).rstrip("/").rsplit("/", 1)[-1][:64]
        if self.post is None or str(self.post.id) != shown:
            self.post, self.is_loading = None, True
        self.is_missing = self.is_removed = self.is_editing = self.has_failed = False
        self.answering = self.addressing = self.changing = self.preview_html = ""
        self.outcome = Outcome()
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

    @rx.event
    async def note_read(self):
        """Whoever has the post before them knows what their notifications tell of it."""
        if self.post is not None and (await self.get_state(SessionState)).me.is_member:
            await ask(self, mark_post_read, self.post.id)

    @rx.event
    async def show_news(self):
        """Bring the comments that were announced; at the end of a long thread, by beginning there."""
        self.post = await ask(self, get_post, self.post_id)
        if self.has_more and self.sort != ThreadSort.newest:
            return rx.redirect(f"/posts/{self.post_id}?sort=newest")
        await self._read_comments(lands=False)
        return None

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
    async def bookmark(self, wanted: bool):
        """Keep the post for later, or let it go; the button has changed already."""
        await ask(self, commands.bookmark_post if wanted else commands.unbookmark_post, self.post_id)
        if self.post is not None:
            self.post = self.post.model_copy(update={"is_bookmarked": wanted})

    @rx.event
    async def follow(self, stance: str):
        """Follow what is answered, mute it, or neither."""
        deed, words = STANCES.get(stance, STANCES[""])
        await ask(self, deed, self.post_id)
        self.post = await ask(self, get_post, self.post_id)
        say(await self.get_state(SessionState), words)

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
