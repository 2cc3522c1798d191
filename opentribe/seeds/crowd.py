"""Who speaks up and who likes what: few talk much, few posts are liked by many, old ones have settled."""

from __future__ import annotations

import math
from collections.abc import Collection
from datetime import timedelta
from random import Random

from opentribe.seeds.library import Cast
from opentribe.seeds.schedule import SETTLING
from opentribe.seeds.shapes import CommentPlan, LikePlan, PostPlan

# The part of those present whom a post of each heat moves in the end.
REACH = {1: 0.08, 2: 0.15, 3: 0.27, 4: 0.42, 5: 0.64}
# Days in which all but a third of a post's likes arrive.
HALF_WAY = 0.45
LATE_READERS = 0.12


class Crowd:
    """The members, as an audience."""

    def __init__(self, dice: Random, cast: Cast) -> None:
        self._dice = dice
        self._cast = cast
        self._warmth = {key: member.talk * dice.uniform(0.4, 1.8) for key, member in cast.members.items()}

    def speakers(self, slug: str, day: float, count: int, avoid: Collection[str]) -> list[str]:
        """Up to `count` people who may reply in a space on a day, each once, lively ones first to be drawn."""
        present = [
            key
            for key in self._cast.members
            if key not in avoid and self._cast.may_see(key, slug) and self._cast.joined(key) > day + SETTLING
        ]
        return self._draw(present, count, {key: self._cast.members[key].talk ** 1.4 for key in present})

    def like_post(self, post: PostPlan) -> list[LikePlan]:
        """The likes that a post has collected until today."""
        share = REACH[post.heat] * self._dice.lognormvariate(0, 0.35)
        if post.space == "hosts":
            share = max(share, 0.5)
        return self._likes(post, post.author, post.at, min(share, 0.85))

    def like_comment(self, post: PostPlan, comment: CommentPlan) -> list[LikePlan]:
        """The likes that a comment has collected until today: most have none or one, good ones a handful."""
        share = self._dice.expovariate(1 / 0.07) if comment.is_written else self._dice.expovariate(1 / 0.025) - 0.015
        return self._likes(post, comment.author, comment.at, min(max(share, 0), 0.45))

    def _likes(self, post: PostPlan, author: str, since: timedelta, share: float) -> list[LikePlan]:
        age = since / timedelta(days=1)
        readers = [key for key in self._cast.members if key != author and self._cast.may_see(key, post.space)]
        arrived = 1 - math.exp(-age / HALF_WAY)
        wanted = self._round(len(readers) * share * arrived)
        likes = []
        for key in self._draw(readers, wanted, self._warmth):
            # Drawn from the part of the curve that lies before today.
            day = age + HALF_WAY * math.log(1 - self._dice.random() * arrived * 0.98)
            joined = self._cast.joined(key) - SETTLING
            if joined < day:
                if self._dice.random() > LATE_READERS:
                    continue
                day = joined * self._dice.uniform(0.6, 1)
            likes.append(LikePlan(key, timedelta(days=max(day, age * 0.01))))
        return sorted(likes, key=lambda like: like.at, reverse=True)

    def _round(self, number: float) -> int:
        return int(number) + (self._dice.random() < number % 1)

    def _draw(self, people: list[str], count: int, weights: dict[str, float]) -> list[str]:
        """Without putting back, by weight (Efraimidis and Spirakis, 2006)."""
        keyed = sorted(people, key=lambda key: self._dice.random() ** (1 / weights[key]), reverse=True)
        return keyed[:count]
