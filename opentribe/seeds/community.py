"""Plans the demo community: the same people, words, times and likes for the same seed."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from opentribe.seeds import library, schedule, threads, weekly
from opentribe.seeds.crowd import Crowd
from opentribe.seeds.library import Cast, Draft
from opentribe.seeds.shapes import CommunityPlan, PostPlan
from opentribe.seeds.tagging import with_tags

COMMENTS = 1500


def plan(seed: int = 7) -> CommunityPlan:
    """The whole community; two calls with the same seed give equal plans."""
    dice = Random(seed)
    cast = Cast()
    crowd = Crowd(dice, cast)
    drafts = library.drafts() + weekly.threads()
    days = schedule.post_days(dice, cast, drafts)
    posts = [_post(cast, key, draft, day) for key, (draft, day) in enumerate(zip(drafts, days, strict=True), 1)]
    said = {post.key: threads.written(dice, cast, draft, post) for draft, post in zip(drafts, posts, strict=True)}
    for post in posts:
        post.likes = crowd.like_post(post)
    digests = weekly.digests(cast, posts)
    for post in digests:
        post.likes = crowd.like_post(post)
        said[post.key] = []
    posts = sorted(posts + digests, key=lambda post: post.at, reverse=True)

    missing = COMMENTS - sum(len(thread) for thread in said.values())
    threads.ChimingIn(dice, cast, crowd).fill(posts, said, missing)
    for post in posts:
        post.comments = threads.in_order(said[post.key])
        for comment in post.comments:
            comment.likes = crowd.like_comment(post, comment)
    return CommunityPlan(
        name=cast.name,
        tagline=cast.tagline,
        password=cast.password,
        tiers=cast.tiers,
        members=tuple(sorted(cast.members.values(), key=lambda member: member.at, reverse=True)),
        bots=tuple(cast.bots.values()),
        spaces=tuple(cast.spaces.values()),
        posts=tuple(posts),
    )


def _post(cast: Cast, number: int, draft: Draft, day: float) -> PostPlan:
    return PostPlan(
        key=str(number),
        author=draft.author,
        space=draft.space,
        kind=draft.kind,
        title=draft.title,
        content=with_tags(number, draft.kind, draft.title, cast.with_handles(draft.content)),
        topic=draft.topic,
        heat=draft.heat,
        at=timedelta(days=day),
    )
