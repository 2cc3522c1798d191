"""What the page of notifications holds and does."""

from __future__ import annotations

import reflex as rx

from opentribe.domain.notifications import commands
from opentribe.domain.notifications.queries import list_notifications
from opentribe.domain.notifications.schemas import NotificationCard, Shelf
from opentribe.web.session.asking import ask, known_id
from opentribe.web.session.state import SessionState, say
from opentribe.web.widgets.rows import Batch, Patch, patched, without


class NotificationBatch(Batch[NotificationCard]):
    """A page of notifications."""


class NotificationsState(rx.State):
    """One's notifications. What is read while one looks stays where it is until the page is opened again."""

    batch: NotificationBatch = NotificationBatch()
    patches: list[Patch] = []
    shelf: str = Shelf.all.value
    has_more: bool = False
    is_empty: bool = False
    is_loading: bool = True
    is_loading_more: bool = False
    has_failed: bool = False
    has_news: bool = False

    _cursor: str = ""
    _unread: list[str] = []

    @rx.event
    async def load(self):
        """Read the list from its top, as the address says which; visitors have none."""
        if self._turns():
            yield
        try:
            await self._read()
        except Exception:
            self.has_failed = True
            raise
        finally:
            self.is_loading = False

    def _turns(self) -> bool:
        """Take from the address what is to be listed; tells whether that is something else than before."""
        given, before = self.router.url.query_parameters.get("show", ""), self.shelf
        self.shelf, self.has_failed = given if given in set(Shelf) else Shelf.all.value, False
        if self.shelf == before:
            return False
        self.is_loading = True
        return True

    @rx.event
    async def load_more(self):
        """Fetch the next ones."""
        if not self._cursor or self.is_loading_more:
            return
        self.is_loading_more = True
        yield
        try:
            page = await ask(self, list_notifications, Shelf(self.shelf), self._cursor)
        finally:
            self.is_loading_more = False
        self.batch = self.batch.next(page.items)
        self._unread = [*self._unread, *(str(line.id) for line in page.items if line.is_unread)]
        self._cursor, self.has_more = page.next_cursor, bool(page.next_cursor)

    @rx.event
    async def hear(self):
        """The bell rang: what was read in another tab is read here too; what is new waits to be shown."""
        if self.is_loading or not (await self.get_state(SessionState)).me.is_member:
            return
        if self.is_empty:
            return await self._read()
        page = await ask(self, list_notifications, Shelf.unread)
        unread = [str(line.id) for line in page.items]
        self.has_news = not set(unread) <= set(self._unread)
        for line_id in set(self._unread) - set(unread) if not page.next_cursor else ():
            self.patches = patched(self.patches, line_id, is_unread=False)

    @rx.event
    async def set_read(self, line_id: str, wanted: bool):
        """Mark a line read or unread; whoever opens one has read it."""
        deed = commands.mark_read if wanted else commands.mark_unread
        await ask(self, deed, known_id(line_id, "notification"))
        self.patches = patched(self.patches, line_id, is_unread=not wanted)
        if not wanted:
            self._unread = [*self._unread, line_id]

    @rx.event
    async def read_all(self):
        """Mark everything read."""
        await ask(self, commands.mark_all_read)
        await self._read()
        say(await self.get_state(SessionState), "All read.")

    @rx.event
    async def delete(self, line_id: str):
        """Take a line away, with a way back."""
        await ask(self, commands.delete_notification, known_id(line_id, "notification"))
        self.patches = without(self.patches, line_id)
        say(await self.get_state(SessionState), "Notification deleted.", undo=line_id)

    @rx.event
    async def put_back(self, line_id: str):
        """Undo that."""
        await ask(self, commands.restore_notification, known_id(line_id, "notification"))
        await self._read()

    async def _read(self) -> None:
        """The list from its top; visitors have none."""
        if not (await self.get_state(SessionState)).me.is_member:
            return
        page = await ask(self, list_notifications, Shelf(self.shelf))
        self.batch, self.patches, self.has_news = self.batch.first(page.items), [], False
        self._unread = [str(line.id) for line in page.items if line.is_unread]
        self._cursor, self.has_more, self.is_empty = page.next_cursor, bool(page.next_cursor), not page.items
