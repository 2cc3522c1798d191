"""What comes back every week: check-ins, small wins, and the digest that a bot makes of the week's likes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from opentribe.seeds.library import Cast, Draft, remarks, rhythms
from opentribe.seeds.shapes import PostPlan

FIRST_CHECK_IN, FIRST_WINS, FIRST_DIGEST = 84.2, 80.2, 81.9  # days before today
DIGEST_LENGTH = 4
RECURRING = frozenset({"checkin", "wins"})
# In the text of a digest: stands for the address of the post with this key, known once the post exists.
POST_ADDRESS = "post:{key}"


def threads() -> list[Draft]:
    """The weekly check-ins and the threads of small wins."""
    read = rhythms()
    check_ins = [
        _thread(read["checkin"], week, "checkin", f"this week's question: {week['theme']}", number, FIRST_CHECK_IN)
        for number, week in enumerate(read["checkin"]["week"])
    ]
    wins = [
        _thread(read["wins"], week, "wins", "the small wins", number, FIRST_WINS)
        for number, week in enumerate(read["wins"]["week"])
    ]
    return check_ins + wins


def _thread(series: dict[str, Any], week: dict[str, Any], kind: str, topic: str, number: int, first: float) -> Draft:
    return Draft(
        author=week.get("by", series["by"]),
        space=series["space"],
        kind=kind,
        title=series["title"].format(n=number + 1, theme=week.get("theme", "")),
        content=week["text"],
        topic=topic,
        heat=2,
        ago=first - 7 * number,
        remarks=remarks(week["comments"]),
    )


def digests(cast: Cast, posts: list[PostPlan]) -> list[PostPlan]:
    """One digest for each week, from the likes that public posts had by then."""
    series = rhythms()["digest"]
    made = []
    for number, opening in enumerate(series["openings"]):
        at = timedelta(days=FIRST_DIGEST - 7 * number)
        made.append(
            PostPlan(
                key=f"digest-{number + 1}",
                author=series["by"],
                space=series["space"],
                kind="digest",
                title=series["title"].format(n=number + 1),
                content=f"{opening}\n\n{_lines(cast, posts, at)}",
                topic="the digest",
                heat=1,
                at=at,
            )
        )
    return made


def _lines(cast: Cast, posts: list[PostPlan], at: timedelta) -> str:
    week = [
        post
        for post in posts
        if at < post.at <= at + timedelta(days=7)
        and cast.spaces[post.space].visibility == "public"
        and post.title
        and post.author in cast.members
        and post.kind not in RECURRING
    ]
    best = sorted(week, key=lambda post: (-_by_then(post, at), -post.at))[:DIGEST_LENGTH]
    return "\n".join(
        f"{rank}. [{post.title}]({POST_ADDRESS.format(key=post.key)})"
        f" by {cast.members[post.author].name} in {cast.spaces[post.space].name}, {_likes(_by_then(post, at))}"
        for rank, post in enumerate(best, 1)
    )


def _by_then(post: PostPlan, at: timedelta) -> int:
    return sum(like.at > at for like in post.likes)


def _likes(number: int) -> str:
    return f"{number} like{'' if number == 1 else 's'}"
