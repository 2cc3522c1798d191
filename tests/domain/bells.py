"""What stands in somebody's list once everything that waits is done, and whether the rows agree with it."""

from __future__ import annotations

from collections import defaultdict

from sqlmodel import col, select

from opentribe.domain.notifications.models import Notification, NotificationType
from opentribe.domain.notifications.queries import count_unread, list_notifications
from opentribe.domain.notifications.schemas import NotificationCard, Shelf
from opentribe.domain.posts.commands import comment
from opentribe.domain.posts.schemas import CommentDraft
from opentribe.kit.jobs.models import Job
from opentribe.kit.jobs.worker import work_off
from opentribe.wiring import KINDS
from tests.cast import Cast


def say(cast: Cast, who, post_id, words: str = "Well said", parent_id=None):
    """A comment, or an answer to one."""
    return cast.do(who, comment, CommentDraft(post_id=post_id, parent_id=parent_id, content=words))


def lines(cast: Cast, who, shelf: Shelf = Shelf.all) -> list[NotificationCard]:
    """All lines of somebody's list but those about badges; the books are compared on the way."""
    work_off(cast.database, KINDS)
    found, cursor = [], ""
    while True:
        page = cast.do(who, list_notifications, shelf, cursor)
        found += page.items
        if not (cursor := page.next_cursor):
            break
    agree(cast)
    if shelf == Shelf.all:
        assert cast.do(who, count_unread).unread == sum(line.is_unread for line in found)
    return [line for line in found if line.type != NotificationType.badge]


def told(cast: Cast, who, shelf: Shelf = Shelf.all) -> list[str]:
    """The same as sentences."""
    return [line.sentence for line in lines(cast, who, shelf)]


def agree(cast: Cast) -> None:
    """Nothing failed or waits, each cause was told once, and of each group the latest alone stands in the list."""
    groups = defaultdict(list)
    with cast.database.read() as session:
        assert [each.last_error for each in session.exec(select(Job).where(col(Job.done_at).is_(None)))] == []
        rows = session.exec(select(Notification)).all()
    assert len({(row.user_id, row.cause) for row in rows}) == len(rows)
    for row in rows:
        if row.group_key and row.deleted_at is None:
            groups[row.user_id, row.group_key].append(row)
        else:
            assert row.listed_at is None
    for together in groups.values():
        latest = max(together, key=lambda row: (row.created_at, row.id))
        assert [row.id for row in together if row.listed_at is not None] == [latest.id]
