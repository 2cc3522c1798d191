"""The comments under each post: first those that were written for it, then others who chime in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

from opentribe.seeds.crowd import Crowd
from opentribe.seeds.library import Cast, Draft
from opentribe.seeds.schedule import reply_days
from opentribe.seeds.shapes import CommentPlan, PostPlan
from opentribe.seeds.small_talk import SmallTalk

# Posts younger than this speak for themselves: they are read first, and their threads are written by hand.
WRITTEN_DAYS = 6.0
MOST_SMALL_TALK = 9
# What one post cannot take, because it is full or all was said, goes to others in the next round.
ROUNDS = 12
# How readily people chime in: a hot post draws more, a release or a room for five fewer.
DRAW = {1: 1.0, 2: 1.6, 3: 2.6, 4: 3.8, 5: 5.0}
QUIET = {"release": 0.5, "digest": 0.4}
QUIET_SPACES = {"hosts": 0.0, "studio": 0.7}
# How often somebody who chimes in answers a comment rather than the post.
AGREEING = 0.5
# Where comments hold advice, and from how many characters on they do.
ADVICE = frozenset({"question", "advice", "howto", "checkin"})
MEATY = 55
# Written replies come first, others over the following days.
WRITTEN_HASTE, SMALL_TALK_HASTE = 2.6, 1.1

Thread = list[tuple[CommentPlan, CommentPlan | None]]


def written(dice: Random, cast: Cast, draft: Draft, post: PostPlan) -> Thread:
    """The comments that belong to a draft, each with the one it answers."""
    day = post.at / timedelta(days=1)
    days = reply_days(dice, cast, day, [remark.author for remark in draft.remarks], WRITTEN_HASTE)
    thread: Thread = []
    last: CommentPlan | None = None
    for remark, at in zip(draft.remarks, days, strict=True):
        comment = CommentPlan(remark.author, cast.with_handles(remark.content), timedelta(days=at), is_written=True)
        thread.append((comment, last if remark.answers else None))
        last = last if remark.answers else comment
    return thread


class ChimingIn:
    """Others who reply, until the community has as many comments as it should."""

    def __init__(self, dice: Random, cast: Cast, crowd: Crowd) -> None:
        self._dice = dice
        self._cast = cast
        self._crowd = crowd
        self._talk = SmallTalk(dice)
        self._used: dict[str, set[str]] = {}

    def fill(self, posts: Sequence[PostPlan], threads: dict[str, Thread], missing: int) -> None:
        """Add exactly `missing` comments to the threads, by post key."""
        open_posts = [post for post in posts if post.at > timedelta(days=WRITTEN_DAYS) and self._weight(post)]
        added = dict.fromkeys((post.key for post in open_posts), 0)
        for _ in range(ROUNDS):
            for post, quota in zip(open_posts, self._quotas(open_posts, missing), strict=True):
                room = min(quota, MOST_SMALL_TALK - added[post.key])
                count = self._chime_in(post, threads[post.key], room) if room > 0 else 0
                added[post.key] += count
                missing -= count
        if missing:
            raise ValueError(f"{missing} more comments than can be made without repeating one")

    def _weight(self, post: PostPlan) -> float:
        return DRAW[post.heat] * QUIET.get(post.kind, 1) * QUIET_SPACES.get(post.space, 1)

    def _quotas(self, posts: Sequence[PostPlan], total: int) -> list[int]:
        """How many of `total` more comments each post should get."""
        weights = [self._weight(post) * self._dice.lognormvariate(0, 0.5) for post in posts]
        drawn = Counter(self._dice.choices(range(len(posts)), weights, k=total))
        return [drawn[place] for place in range(len(posts))]

    def _chime_in(self, post: PostPlan, thread: Thread, room: int) -> int:
        """Add up to `room` comments; tells how many it were."""
        day = post.at / timedelta(days=1)
        avoid = {post.author} | {comment.author for comment, _ in thread}
        speakers = self._crowd.speakers(post.space, day, room, avoid)
        times = iter(reply_days(self._dice, self._cast, day, speakers, SMALL_TALK_HASTE))
        author = self._cast.members.get(post.author)
        added = 0
        for speaker, at in zip(speakers, times, strict=True):
            if added == room:
                break
            if answered := self._someone_to_answer(post, thread, at):
                meant = self._cast.members[answered.author]
                name = (
                    f"@{meant.handle}" if len(answered.content) % 2 else meant.first_name
                )  # as some do and some do not
                if text := self._talk.agree(name):
                    thread.append((CommentPlan(speaker, text, timedelta(days=at)), answered))
                    added += 1
                    continue
            exchange = self._talk.draw(
                post.space,
                post.kind,
                post.topic,
                author.first_name if author else "",
                self._cast.members[speaker].first_name,
                self._used.setdefault(post.key, set()),
            )
            if exchange is None:
                break
            reply = CommentPlan(speaker, exchange.reply, timedelta(days=at))
            thread.append((reply, None))
            added += 1
            if exchange.answer and author and added < room:
                later = at - min(at * 0.5, self._dice.expovariate(1 / 0.2) + 0.01)
                thread.append((CommentPlan(post.author, exchange.answer, timedelta(days=later)), reply))
                added += 1
        return added

    def _someone_to_answer(self, post: PostPlan, thread: Thread, day: float) -> CommentPlan | None:
        """Now and then, a comment that was written for the post, that stands already and that nobody has answered."""
        if post.kind not in ADVICE or self._dice.random() > AGREEING:
            return None
        answered = {id(parent) for _, parent in thread if parent}
        standing = [
            comment
            for comment, parent in thread
            if comment.is_written
            and parent is None
            and len(comment.content) >= MEATY
            and comment.author != post.author
            and comment.at > timedelta(days=day)
            and id(comment) not in answered
            and comment.author in self._cast.members
        ]
        return self._dice.choice(standing) if standing else None


def in_order(thread: Thread) -> list[CommentPlan]:
    """The comments of a thread, oldest first, each with the place of the one it answers."""
    ordered = sorted(thread, key=lambda entry: entry[0].at, reverse=True)
    places = {id(comment): place for place, (comment, _) in enumerate(ordered)}
    return [replace(comment, parent=places[id(parent)] if parent else None) for comment, parent in ordered]
