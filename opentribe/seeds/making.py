"""Makes a planned community by calling the commands that people call, each at its own moment."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from uuid import UUID

from sqlmodel import Session

from opentribe.domain.access.actor import Actor, Credential, Role
from opentribe.domain.auth.commands import open_session, sign_out
from opentribe.domain.branding.commands import name_community
from opentribe.domain.branding.schemas import CommunityDraft
from opentribe.domain.entry import actor_for, perform
from opentribe.domain.gamification.opening import open_books
from opentribe.domain.identities.commands import set_rules
from opentribe.domain.identities.models import PostingIdentity, Registering
from opentribe.domain.identities.naming import name_key
from opentribe.domain.identities.schemas import RulesDraft
from opentribe.domain.joining.commands import sign_up
from opentribe.domain.joining.schemas import SignUpDraft
from opentribe.domain.members.commands import set_role
from opentribe.domain.notifications.opening import open_bells
from opentribe.domain.payments.commands import create_tier, grant_tier
from opentribe.domain.posts.commands import add_comment, add_post, like_comment, like_post
from opentribe.domain.posts.schemas import CommentDraft, PostDraft, prepare_comment, prepare_post
from opentribe.domain.references.keeping import addresses
from opentribe.domain.spaces.commands import create_space, invite, mark_visited
from opentribe.domain.spaces.schemas import SpaceDraft
from opentribe.kit import clock
from opentribe.kit.db import Database
from opentribe.kit.portraits import portrait_address
from opentribe.kit.tokens import digest
from opentribe.seeds.shapes import BotPlan, CommentPlan, CommunityPlan, MemberPlan, PostPlan, SpacePlan
from opentribe.seeds.weekly import POST_ADDRESS

DOMAIN = "riverside.example"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"
# Deeds in one transaction: one by one they would wait for the disk thousands of times.
TOGETHER = 200
FURNISHING = timedelta(minutes=20)
# Everybody has read all spaces this long ago, so that there is something new and something read.
LAST_VISIT = timedelta(hours=16)
TOLD_SINCE = timedelta(days=2)  # of what happened before nobody is told
REFERENCE = re.compile(POST_ADDRESS.format(key=r"([\w-]+)"))

Deed = Callable[[Session], object]


def email_of(member: MemberPlan) -> str:
    """The address that a member of the demo community signs in with."""
    return f"{member.key}@{DOMAIN}"


NAMED = CommunityDraft(
    name="Riverside Makers",
    tagline="Woodworkers, coders and teachers who finish things, and say how it went.",
)


class Making:
    """The making of one community; it remembers by the keys of the plan who and what exists."""

    def __init__(self, database: Database, today: datetime, planned: CommunityPlan) -> None:
        self._database = database
        self._today = today
        self._planned = planned
        self._actors: dict[str, Actor] = {}
        self._spaces: dict[str, UUID] = {}
        self._posts: dict[str, UUID] = {}
        self._comments: dict[tuple[str, int], UUID] = {}

    def run(self) -> None:
        """Everything, in the order in which it happened."""
        credentials = {member.key: self._join(number, member) for number, member in enumerate(self._planned.members)}
        self._meet(credentials)
        with clock.at(self._today - self._planned.members[0].at):
            perform(self._database, credentials[self._planned.members[0].key], name_community, NAMED)
        self._furnish()
        self._meet(credentials)
        for member in self._planned.members:
            with clock.at(self._today - member.at):
                perform(self._database, credentials[member.key], sign_out)
        self._play(self._deeds())
        self._play(self._visits())
        with self._database.write() as session:  # deed by deed, as workers do it, would take minutes
            open_books(session)
            open_bells(session, self._today - TOLD_SINCE, self._today - LAST_VISIT)

    def _join(self, number: int, member: MemberPlan) -> Credential:
        """Sign up and in, from an address of their own, since new accounts from one address are limited."""
        visitor = Credential(address=f"198.51.100.{number + 1}")
        draft = SignUpDraft(
            email=email_of(member), password=self._planned.password, name=member.name, username=member.handle
        )
        with clock.at(self._today - member.at):
            ticket = perform(self._database, visitor, sign_up, draft)
            secret = perform(self._database, visitor, open_session, ticket, BROWSER)
        return Credential(session_hash=digest(secret), address=visitor.address)

    def _meet(self, credentials: dict[str, Credential]) -> None:
        """Look up who acts, with the role and the tiers they have by now."""
        for member in self._planned.members:
            with clock.at(self._today - member.at), self._database.read() as session:
                self._actors[member.key] = actor_for(session, credentials[member.key])

    def _furnish(self) -> None:
        """What the owner does: the tier, the spaces, roles, and who gets in where."""
        first, *others = self._planned.members
        owner = self._actors[first.key]
        with clock.at(self._today - first.at + FURNISHING), self._database.write() as session:
            tiers = {tier.key: create_tier(session, owner, tier.name, tier.description) for tier in self._planned.tiers}
            for space in self._planned.spaces:
                draft = _space_draft(space, tiers)
                self._spaces[space.slug] = create_space(session, owner, draft).id
            set_rules(session, owner, RulesDraft(registering=Registering.open))
            for bot in self._planned.bots:
                self._actors[bot.key] = _enter(session, bot)
        deeds: list[tuple[timedelta, Deed]] = []
        for member in self._planned.members:
            user_id = self._actors[member.key].user_id
            assert user_id is not None
            at = member.at - FURNISHING
            if member in others and member.is_staff:
                deeds.append((at, partial(set_role, actor=owner, user_id=user_id, role=Role(member.role))))
            if member.has_paid:
                deeds += [
                    (at, partial(grant_tier, actor=owner, user_id=user_id, tier_id=tier_id))
                    for tier_id in tiers.values()
                ]
            deeds += [
                (at, partial(invite, actor=owner, space_id=self._spaces[space.slug], username=member.handle))
                for space in self._planned.spaces
                if member.key in space.guests
            ]
        self._play(iter(deeds))

    def _play(self, deeds: Iterator[tuple[timedelta, Deed]]) -> None:
        """Do deeds in the order of time, each at its moment, many in one transaction."""
        ordered = iter(sorted(deeds, key=lambda deed: deed[0], reverse=True))
        while batch := list(islice(ordered, TOGETHER)):
            with self._database.write() as session:
                for ago, deed in batch:
                    with clock.at(self._today - ago):
                        deed(session)

    def _deeds(self) -> Iterator[tuple[timedelta, Deed]]:
        """Every post, comment and like with its time before today."""
        for post in self._planned.posts:
            yield post.at, partial(self._publish, post=post)
            for like in post.likes:
                yield like.at, partial(self._like_post, who=like.who, post=post)
            for place, comment in enumerate(post.comments):
                yield comment.at, partial(self._comment, post=post, place=place, comment=comment)
                for like in comment.likes:
                    yield like.at, partial(self._like_comment, who=like.who, key=(post.key, place))

    def _publish(self, session: Session, post: PostPlan) -> None:
        content = REFERENCE.sub(lambda found: f"/posts/{self._posts[found[1]]}", post.content)
        draft = PostDraft(space_id=self._spaces[post.space], title=post.title, content=content)
        assert draft.space_id is not None
        text = prepare_post(draft, partial(addresses, session))
        self._posts[post.key] = add_post(session, self._actors[post.author], draft.space_id, text)

    def _comment(self, session: Session, post: PostPlan, place: int, comment: CommentPlan) -> None:
        post_id = self._posts[post.key]
        parent_id = None if comment.parent is None else self._comments[post.key, comment.parent]
        text = prepare_comment(CommentDraft(post_id=post_id, content=comment.content), partial(addresses, session))
        made = add_comment(session, self._actors[comment.author], post_id, parent_id, text)
        self._comments[post.key, place] = made

    def _like_post(self, session: Session, who: str, post: PostPlan) -> None:
        like_post(session, self._actors[who], self._posts[post.key])

    def _like_comment(self, session: Session, who: str, key: tuple[str, int]) -> None:
        like_comment(session, self._actors[who], self._comments[key])

    def _visits(self) -> Iterator[tuple[timedelta, Deed]]:
        """Everybody looks into the spaces that they may see."""
        for member in self._planned.members:
            for space in self._planned.spaces:
                if space.is_open_to(member):
                    visit = partial(mark_visited, actor=self._actors[member.key], space_id=self._spaces[space.slug])
                    yield LAST_VISIT, visit


def _space_draft(space: SpacePlan, tiers: dict[str, UUID]) -> SpaceDraft:
    return SpaceDraft(
        name=space.name,
        slug=space.slug,
        icon=space.icon,
        description=space.description,
        visibility=space.visibility,
        post_permission=space.posters,
        bots_allowed=space.bots_allowed,
        required_tier_id=str(tiers[space.tier]) if space.tier else "",
    )


def _enter(session: Session, bot: BotPlan) -> Actor:
    """An identity without a person. It is the one thing here that no command makes yet."""
    identity = PostingIdentity(
        name=bot.name,
        description=bot.description,
        image=portrait_address(bot.portrait),
        is_bot=True,
        name_key=name_key(bot.name),
    )
    session.add(identity)
    session.flush()
    return Actor(identity_id=identity.id)
