"""What comes to a post's page from others while it is open: new comments, and word that somebody writes one."""

from __future__ import annotations

import time

import reflex as rx

from opentribe.domain.posts.answering import begin_to_answer
from opentribe.domain.posts.schemas import ThreadCard, ThreadSort, Writer
from opentribe.domain.posts.thread import list_new_comments
from opentribe.kit.paging import PAGE_SIZE
from opentribe.web.live.bus import bus
from opentribe.web.live.signals import Writing
from opentribe.web.posts.comments_state import Comments
from opentribe.web.session.asking import ask, known_id
from opentribe.web.widgets.rows import patched

SAID_FOR = 2.0  # seconds between two words that one and the same person writes


class Arrivals(Comments, mixin=True):
    """The thread as it grows under one's eyes."""

    _arrived: list[ThreadCard] = []
    _arrived_in: str = ""
    _writer: Writer | None = None
    _wrote_at: float = 0.0

    @rx.event
    async def show_new(self, comment_ids: list[str]):
        """Add comments that were announced, where the page has their place: after all others, and under theirs."""
        ids = [known_id(each, "comment") for each in comment_ids[:PAGE_SIZE]]
        found = await ask(self, list_new_comments, self.post_id, ids)
        if self.sort == ThreadSort.oldest and not self.has_more:
            threads = [card for card in found.threads if card.id not in self._known]
            self._known = [*self._known, *(card.id for card in threads)]
            # Two such pages may reach the browser between two looks, so each holds the one before it.
            before = self._arrived if self._arrived_in == self.batch.epoch else []
            self._arrived, self._arrived_in = [*before, *threads][-PAGE_SIZE:], self.batch.epoch
            if threads:
                self.batch = self.batch.next(self._arrived)
        runs = [run for run in found.runs if run.thread_id in self._known]
        for run in runs:
            self.patches = patched(self.patches, run.thread_id, reply_count=found.reply_counts[run.thread_id])
        self._add_runs(*runs)

    @rx.event
    async def writing(self):
        """Tell those who have the same post open that somebody is writing."""
        if self.post is None or time.time() - self._wrote_at < SAID_FOR:
            return
        self._writer = who = await ask(self, begin_to_answer, self.post_id)
        self._wrote_at = time.time()
        bus.signal([Writing(self.post_id, who.user_id, who.name, who.handle, is_over=False)])

    def _after_comment(self) -> None:
        """Who was said to be writing has sent it."""
        who, self._writer, self._wrote_at = self._writer, None, 0.0
        if who is not None:
            bus.signal([Writing(self.post_id, who.user_id, who.name, who.handle, is_over=True)])
