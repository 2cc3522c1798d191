"""A community of any size, written straight into the tables: only reading it is measured."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlmodel import select

from opentribe.domain.access.actor import Credential, Role
from opentribe.domain.auth.models import Account, AuthSession
from opentribe.domain.branding.models import CommunitySettings
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.members.models import Follow, User
from opentribe.domain.posts.heat import heat
from opentribe.domain.posts.models import Comment, Post, PostUpvote
from opentribe.domain.posts.schemas import PostDraft, prepare_post
from opentribe.domain.spaces.models import Space, SpaceVisibility
from opentribe.kit import clock
from opentribe.kit.db import Database
from opentribe.kit.ids import new_id
from opentribe.kit.tokens import digest

DAYS = 90
BATCH = 2_000
TALKED_ABOUT = 100  # the newest posts have likes and comments
TEXTS = 60  # different ones; posts repeat them
SPEECH = (
    "we moved the weekly call to Thursday because most of the new people live east of here and the old hour was "
    "hard for them so please look at the notes before you come and add what you want to talk about then bring one "
    "thing that worked one that did not and a question for the others who read this later"
)
WORDS = SPEECH.split()
Place = tuple[datetime, UUID]

CODE = "```python\ndef greet(name: str) -> str:\n    return f'Hello {name}, good to see you'\n```"


@dataclass(frozen=True)
class Community:
    """What was written: secrets of sessions (the first is the owner's), and ids."""

    secrets: list[str]
    identity_ids: list[UUID]
    space_ids: list[UUID]
    slugs: list[str]

    def credential(self, number: int = 1) -> Credential:
        """A member's proof; a plain member's unless said."""
        return Credential(session_hash=digest(self.secrets[number]))


def found(database: Database, *, members: int = 40, spaces: int = 8, hidden: bool = False) -> Community:
    """Members with sessions, and spaces: public, or all but the last for members only when `hidden`."""
    moment = clock.now()
    people = [(new_id(), new_id(), new_id(), f"secret-of-member-number-{number}") for number in range(members)]
    rooms = [(new_id(), "general" if number == 0 else f"space-{number}") for number in range(spaces)]
    with database.write() as session:
        session.add(CommunitySettings(name="Bench", tagline="Where figures come from"))
        for number, (account_id, user_id, identity_id, secret) in enumerate(people):
            name = f"Member {number}"
            role = Role.owner if number == 0 else Role.member
            session.add(Account(id=account_id, email=f"m{number}@example.org"))
            session.flush()
            session.add(
                AuthSession(account_id=account_id, token_hash=digest(secret), expires_at=moment + timedelta(days=7))
            )
            session.add(User(id=user_id, auth_id=account_id, name=name, username=f"member{number}", role=role))
            session.flush()
            session.add(PostingIdentity(id=identity_id, name=name, user_id=user_id, is_default=True))
        for number, (space_id, slug) in enumerate(rooms):
            is_open = not hidden or number == spaces - 1
            visibility = SpaceVisibility.public if is_open else SpaceVisibility.members
            session.add(
                Space(id=space_id, name=slug.title(), slug=slug, icon="🌱", visibility=visibility, position=number)
            )
    return Community([one[3] for one in people], [one[2] for one in people], *map(list, zip(*rooms, strict=True)))


def write_posts(database: Database, community: Community, count: int, *, old: int = 0, bots: int = 0) -> list[Place]:
    """Posts over 90 days, newest last, with likes and comments on the last; returns where each stands.

    With `old`, the last space gets that many and they are older than all others. The last `bots` authors are bots.
    """
    chance = random.Random(count)
    texts = [prepare_post(PostDraft(title=_title(chance), content=_content(chance))) for _ in range(TEXTS)]
    begun, step = clock.now() - timedelta(days=DAYS), timedelta(days=DAYS) / (count + 1)
    rooms = community.space_ids[:-1] if old else community.space_ids
    people = len(community.identity_ids)

    def row(number: int) -> dict[str, Any]:
        text, author = texts[number % TEXTS], chance.randrange(people)
        votes = len(likers(community, number - count)), len(repliers(community, number - count))
        moment = begun + step * (number + 1)
        return {
            "id": new_id(),
            "space_id": community.space_ids[-1] if number < old else chance.choice(rooms),
            "posting_identity_id": community.identity_ids[author],
            "author_name": f"Member {author}",
            "title": text.title,
            "content": text.content,
            "content_html": text.content_html,
            "excerpt_html": text.excerpt_html,
            "is_whole": text.is_whole,
            "author_is_bot": author >= people - bots,
            "like_count": votes[0],
            "comment_count": votes[1],
            "hot_score": heat(*votes, moment),
            "created_at": moment,
        }

    places: list[Place] = []
    for start in range(0, count, BATCH):
        rows = [row(number) for number in range(start, min(start + BATCH, count))]
        places += [(entry["created_at"], entry["id"]) for entry in rows]
        _insert(database, Post, rows)
    newest = {number - count: places[number][1] for number in range(max(0, count - TALKED_ABOUT), count)}
    _insert(database, PostUpvote, list(_likes(community, newest)))
    _insert(database, Comment, list(_comments(community, newest)))
    with database.engine.connect() as connection:  # what a running database does by itself in time
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
    return places


def follow(database: Database, community: Community, number: int, count: int) -> None:
    """Let a member follow this many others."""
    with database.write() as session:
        owners = dict(session.exec(select(PostingIdentity.id, PostingIdentity.user_id)).all())
        follower, *others = (
            owners[community.identity_ids[place]] for place in (number, *range(2 + number, 2 + number + count))
        )
        rows = [{"id": new_id(), "follower_id": follower, "following_id": other} for other in others]
    _insert(database, Follow, rows)


def likers(community: Community, place: int) -> list[UUID]:
    """Who likes the post at a place counted from the end: -1 is the newest."""
    return community.identity_ids[: 1 + place % 10] if place >= -TALKED_ABOUT else []


def repliers(community: Community, place: int) -> list[UUID]:
    """Who commented on it."""
    return community.identity_ids[: place % 8] if place >= -TALKED_ABOUT else []


def _likes(community: Community, newest: dict[int, UUID]) -> Iterator[dict[str, Any]]:
    for place, post_id in newest.items():
        for voter_id in likers(community, place):
            yield {"id": new_id(), "post_id": post_id, "voter_id": voter_id}


def _comments(community: Community, newest: dict[int, UUID]) -> Iterator[dict[str, Any]]:
    words = " ".join(WORDS[:30])
    for place, post_id in newest.items():
        for number, identity_id in enumerate(repliers(community, place)):
            yield {
                "id": new_id(),
                "post_id": post_id,
                "posting_identity_id": identity_id,
                "author_name": f"Member {number}",
                "content": words,
                "content_html": f"<p>{words}</p>",
            }


def _insert(database: Database, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        with database.write() as session:
            session.connection().execute(insert(table), rows)


def _title(chance: random.Random) -> str:
    return " ".join(chance.sample(WORDS, chance.randint(3, 9))).capitalize() if chance.random() < 0.6 else ""


def _content(chance: random.Random) -> str:
    parts = [" ".join(chance.choices(WORDS, k=chance.randint(15, 70))) for _ in range(chance.randint(1, 5))]
    if chance.random() < 0.2:
        parts.insert(1, CODE)
    if chance.random() < 0.3:
        parts.append("- [the notes](https://example.org/notes)\n- **next week** again\n- bring `questions`")
    return "\n\n".join(parts)
