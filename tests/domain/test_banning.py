"""A ban holds at once: sessions, sign-in and every key of the member's bots, in one transaction."""

from __future__ import annotations

import pytest

from opentribe.domain.access.actor import Credential, Role
from opentribe.domain.auth.commands import sign_in
from opentribe.domain.auth.schemas import SignInDraft
from opentribe.domain.entry import perform
from opentribe.domain.identities.commands import create_identity, create_key
from opentribe.domain.identities.schemas import IdentityDraft, KeyDraft
from opentribe.domain.members.commands import set_role
from opentribe.domain.members.queries import get_me, get_member
from opentribe.domain.moderation.commands import ban_member, unban_member
from opentribe.domain.moderation.queries import get_ban
from opentribe.domain.posts.authors import get_own_agent
from opentribe.kit.errors import Forbidden, Invalid, KeyRefused, NotFound, SignInNeeded
from opentribe.kit.tokens import digest
from tests.cast import PASSWORD, Cast


def key_of(cast: Cast, who: Credential, name: str) -> Credential:
    """A bot of somebody's, by its key."""
    bot_id = cast.do(who, create_identity, IdentityDraft(name=name))
    return Credential(key_hash=digest(cast.do(who, create_key, bot_id, KeyDraft()).secret))


def ids(cast: Cast, *names: str) -> list:
    return [cast.do(getattr(cast, name), get_me).user_id for name in names]


def test_everything_ends_together(cast: Cast) -> None:
    first, second = key_of(cast, cast.ada, "Scout"), key_of(cast, cast.ada, "Herald")
    others = key_of(cast, cast.ben, "Bystander")
    (ada,) = ids(cast, "ada")
    cast.do(cast.olu, ban_member, ada)
    cast.do(cast.olu, ban_member, ada)
    assert not cast.do(cast.ada, get_me).is_member
    for key in (first, second):
        with pytest.raises(Forbidden, match="banned"):
            cast.do(key, get_own_agent)
    assert cast.do(others, get_own_agent).name == "Bystander"
    with pytest.raises(Invalid, match="closed"):
        perform(cast.database, Credential(), sign_in, SignInDraft(email="ada@example.org", password=PASSWORD))
    with pytest.raises(NotFound):
        cast.do(cast.ben, get_member, "ada")
    assert cast.do(cast.olu, get_member, "ada").username == "ada"


def test_who_comes_back_makes_new_keys(cast: Cast) -> None:
    key = key_of(cast, cast.ada, "Scout")
    (ada,) = ids(cast, "ada")
    cast.do(cast.olu, ban_member, ada)
    cast.do(cast.olu, unban_member, ada)
    assert perform(cast.database, Credential(), sign_in, SignInDraft(email="ada@example.org", password=PASSWORD))
    assert not cast.do(cast.ada, get_me).is_member
    with pytest.raises(KeyRefused, match="revoked"):
        cast.do(key, get_own_agent)


def test_a_ban_that_fails_ends_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    key = key_of(cast, cast.ada, "Scout")
    (ada,) = ids(cast, "ada")

    def fail(*_given: object) -> None:
        raise RuntimeError("the machine stopped here")

    monkeypatch.setattr("opentribe.domain.moderation.commands.end_keys", fail)
    with pytest.raises(RuntimeError):
        cast.do(cast.olu, ban_member, ada)
    assert cast.do(cast.ada, get_me).is_member
    assert cast.do(key, get_own_agent).name == "Scout"


def test_who_may_ban_whom(cast: Cast) -> None:
    ada, ben, olu, mo = ids(cast, "ada", "ben", "olu", "mo")
    with pytest.raises(SignInNeeded):
        cast.do(Credential(), ban_member, ada)
    with pytest.raises(Forbidden):
        cast.do(cast.ben, ban_member, ada)
    with pytest.raises(Forbidden, match="owner"):
        cast.do(cast.mo, ban_member, olu)
    with pytest.raises(Forbidden, match="This is you"):
        cast.do(cast.olu, ban_member, olu)
    cast.do(cast.olu, set_role, ben, Role.moderator)
    with pytest.raises(Forbidden, match="moderator"):
        cast.do(cast.mo, ban_member, ben)
    cast.do(cast.mo, ban_member, ada)
    cast.do(cast.olu, ban_member, mo)
    assert not cast.do(cast.mo, get_me).is_member


def test_only_staff_are_told(cast: Cast) -> None:
    assert cast.do(cast.ben, get_ban, "ada") is None
    assert cast.do(Credential(), get_ban, "ada") is None
    card = cast.do(cast.olu, get_ban, "ada")
    assert card is not None
    assert (card.is_banned, card.may_decide) == (False, True)
    assert cast.do(cast.olu, get_ban, "nobody") is None
