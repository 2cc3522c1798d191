"""Who may be told what: the rule for many readers at once says the same as the rule for one."""

from __future__ import annotations

import itertools

from sqlmodel import select

from opentribe.domain.access.actor import Actor, Role
from opentribe.domain.audience import look
from opentribe.domain.payments.commands import create_tier, grant_tier
from opentribe.domain.posts.commands import comment
from opentribe.domain.posts.schemas import CommentDraft
from opentribe.domain.spaces import policy
from opentribe.domain.spaces.commands import invite
from opentribe.domain.spaces.models import Space, SpaceMember
from opentribe.kit import clock
from opentribe.kit.ids import new_id
from tests.cast import CLEO


def test_both_rules_agree_on_every_space_and_reader(cast):
    mine, other = (cast.do(cast.olu, create_tier, name) for name in ("Mine", "Other"))
    for number, (visibility, bots, tier) in enumerate(
        itertools.product(("public", "members", "paid", "secret"), (True, False), (None, mine, other))
    ):
        if tier is None or visibility == "paid":
            cast.space(f"Room {number}", visibility=visibility, bots_allowed=bots, required_tier_id=str(tier or ""))
    gone = cast.space("Gone", visibility="public")
    with cast.database.write() as session:
        session.get_one(Space, gone).deleted_at = clock.now()
    ada = cast.user_id("ada")
    secret = cast.space("Let in", visibility="secret")
    cast.do(cast.olu, invite, secret, "ada")
    readers = [
        Actor(user_id=user, identity_id=identity, owner_id=owner, role=role, tier_ids=frozenset(tiers))
        for user, identity, owner, role in (
            (None, None, None, None),
            (ada, new_id(), None, Role.member),
            (ada, new_id(), None, Role.moderator),
            (ada, new_id(), None, Role.owner),
            (cast.user_id("ben"), new_id(), None, Role.member),
            (None, new_id(), None, None),
            (None, new_id(), ada, None),
        )
        for tiers in ((), (mine,), (other,), (mine, other))
    ]
    with cast.database.read() as session:
        spaces = session.exec(select(Space)).all()
        invited = set(session.exec(select(SpaceMember.user_id, SpaceMember.space_id)))
        for reader in readers:
            by_statement = set(session.exec(select(Space.id).where(policy.visible(reader))))
            member = reader.user_id or reader.owner_id
            by_hand = {space.id for space in spaces if policy.sees(reader, space, (member, space.id) in invited)}
            assert by_hand == by_statement, reader
    assert len(spaces) == 14


def test_a_look_takes_four_statements_however_many_look(cast, statements):
    tier = cast.do(cast.olu, create_tier, "Gold")
    other = cast.do(cast.olu, create_tier, "Silver")
    for each in (tier, other):
        cast.do(cast.olu, grant_tier, cast.user_id("ada"), each)
    space = cast.space("Backstage", visibility="secret")
    cast.do(cast.olu, invite, space, "ada")
    posts = [cast.post(cast.olu, space) for _ in range(3)]
    replies = [cast.do(cast.ada, comment, CommentDraft(post_id=post, content="Yes")) for post in posts]
    who = [each.session_hash for each in (cast.olu, cast.mo, cast.ada, cast.ben, CLEO)] + ["no-such-session"]
    with statements(cast.database) as counted:
        seen = look(cast.database, who, {}, posts[:1], replies)
    assert len(counted) == 4
    assert set(seen.posts) == set(posts)
    assert {post.owner_id for post in seen.posts.values()} == {cast.user_id("olu")}
    for credential in (cast.olu, cast.mo, cast.ada, cast.ben):
        alone = cast.actor(credential)
        found = seen.actors.pop(credential.session_hash)
        assert (found.user_id, found.role, found.tier_ids) == (alone.user_id, alone.role, alone.tier_ids)
        assert seen.sees(found, seen.posts[posts[0]].space) == (credential is not cast.ben)
    assert seen.actors == {}
    assert not seen.sees(Actor(), seen.posts[posts[0]].space)
