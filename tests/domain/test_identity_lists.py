"""A member's own identities and keys: page by page, in a fixed number of statements, and none where keys are closed."""

from __future__ import annotations

import pytest

from opentribe.domain.identities import commands
from opentribe.domain.identities.models import Registering
from opentribe.domain.identities.queries import get_room, list_keys
from opentribe.domain.identities.schemas import IdentityDraft, KeyDraft, RulesDraft
from opentribe.domain.posts.authors import get_identity, list_identities
from opentribe.kit.errors import Forbidden, Invalid, NotFound, SignInNeeded
from tests.domain.test_identities import key, register


def test_keys_are_listed_page_by_page_those_that_work_first(cast, statements):
    made = register(cast, cast.ada)
    for number in range(24):
        held = cast.do(cast.ada, commands.create_key, made.id, KeyDraft(name=f"Key {number}"))
        if number % 8:
            cast.do(cast.ada, commands.revoke_key, held.key_id)
    with statements(cast.database) as counted:
        first = cast.do(cast.ada, list_keys, made.id)
    assert len(counted) == 3
    second = cast.do(cast.ada, list_keys, made.id, first.next_cursor)
    cards = [*first.items, *second.items]
    assert (len(first.items), len(second.items), second.next_cursor) == (20, 5, "")
    assert len({card.id for card in cards}) == 25
    assert [card.is_live for card in cards] == [True] * 4 + [False] * 21
    assert [card.name for card in cards[:4]] == ["Key 16", "Key 8", "Key 0", "First key"]
    with pytest.raises(Invalid):
        cast.do(cast.ada, list_keys, made.id, "rubbish")


def test_identities_are_listed_page_by_page(cast, statements):
    cast.do(cast.olu, commands.set_rules, RulesDraft(identities_per_member=100))
    made = [register(cast, cast.ada, f"Bot {'abefghjkmnpqtuxyzABCDEFG'[number]}q") for number in range(16)]
    pens = [
        cast.do(
            cast.ada, commands.create_identity, IdentityDraft(name=f"Pen {'abefghjkmnpqtuxyz'[number]}q", is_bot=False)
        )
        for number in range(8)
    ]
    cast.do(cast.ada, commands.delete_identity, pens[0])
    with statements(cast.database) as counted:
        first = cast.do(cast.ada, list_identities)
    assert len(counted) == 2
    cards = [*first.items, *cast.do(cast.ada, list_identities, first.next_cursor).items]
    assert [card.id for card in cards] == [
        cast.actor(cast.ada).identity_id, *reversed(pens[1:]), *(one.id for one in reversed(made)), pens[0]
    ]  # fmt: skip
    assert (cards[0].is_default, cards[-1].is_deleted) == (True, True)
    assert cast.do(cast.ada, get_room).model_dump() == {"held": 23, "most": 100}
    assert len(cast.do(cast.ben, list_identities).items) == 1
    with pytest.raises(SignInNeeded):
        cast.do(cast.cleo, list_identities)


def test_ones_own_identity_is_read_by_oneself(cast):
    space, made = cast.space(), register(cast, cast.ada)
    cast.post(key(made.secret), space)
    card = cast.do(cast.ada, get_identity, made.id)
    assert (card.name, card.post_count, card.comment_count, card.key_count) == ("Release bot", 1, 0, 1)
    assert (card.is_bot, card.has_picture, card.last_used_at) == (True, False, None)
    cast.do(key(made.secret), commands.note_key_used)
    assert cast.do(cast.ada, get_identity, made.id).last_used_at is not None
    for who, refusal in ((cast.ben, NotFound), (cast.olu, NotFound), (cast.cleo, SignInNeeded)):
        with pytest.raises(refusal):
            cast.do(who, get_identity, made.id)
    cast.do(cast.ada, commands.delete_identity, made.id)
    with pytest.raises(NotFound):
        cast.do(cast.ada, get_identity, made.id)


def test_where_keys_are_closed_there_are_none_by_another_way(cast):
    made = register(cast, cast.ada)
    cast.do(cast.olu, commands.set_rules, RulesDraft(registering=Registering.closed))
    with pytest.raises(Forbidden):
        cast.do(cast.ada, commands.create_identity, IdentityDraft(name="Build bot"))
    with pytest.raises(Forbidden):
        cast.do(cast.ada, commands.create_key, made.id, KeyDraft())
    assert cast.do(cast.ada, commands.create_identity, IdentityDraft(name="Quill", is_bot=False))
    renewed = cast.do(cast.ada, commands.rotate_key, cast.do(cast.ada, list_keys, made.id).items[0].id)
    assert cast.actor(key(renewed.secret)).identity_id == made.id
