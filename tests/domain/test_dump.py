"""Whoever reads the whole database can sign in as nobody: no key, cookie, ticket, link or password is in it."""

from __future__ import annotations

from sqlalchemy import select

from opentribe.domain.access.actor import Credential
from opentribe.domain.auth.commands import open_session
from opentribe.domain.entry import perform
from opentribe.domain.identities.commands import create_identity, create_key, register, rotate_key, set_rules
from opentribe.domain.identities.models import Registering
from opentribe.domain.identities.schemas import IdentityDraft, KeyDraft, RulesDraft
from opentribe.domain.joining.commands import sign_up
from opentribe.domain.joining.schemas import SignUpDraft
from opentribe.kit.db import metadata
from tests.cast import PASSWORD, Cast


def test_a_dump_opens_nothing(cast: Cast) -> None:
    visitor = Credential(address="203.0.113.9")
    ticket = perform(
        cast.database, visitor, sign_up, SignUpDraft(email="eve@example.org", password=PASSWORD, name="Eve")
    )
    spent = perform(
        cast.database, visitor, sign_up, SignUpDraft(email="ivy@example.org", password=PASSWORD, name="Ivy")
    )
    cookie = perform(cast.database, visitor, open_session, spent, "Firefox")
    cast.do(cast.olu, set_rules, RulesDraft(registering=Registering.open))
    stray = perform(cast.database, visitor, register, IdentityDraft(name="Stray"), "a request of my own")
    bot_id = cast.do(cast.ada, create_identity, IdentityDraft(name="Scout"))
    first = cast.do(cast.ada, create_key, bot_id, KeyDraft(name="One"))
    second = cast.do(cast.ada, rotate_key, first.key_id, 24)
    secrets = {PASSWORD, ticket, spent, cookie, stray.secret, stray.claim_token, first.secret, second.secret}
    with cast.database.read() as session:
        rows = [row for table in metadata.sorted_tables for row in session.connection().execute(select(table))]
    dump = "\n".join(repr(row) for row in rows)
    assert "Stray" in dump
    assert "eve@example.org" in dump
    for secret in secrets:
        assert len(secret) > 8
        assert secret not in dump
        assert secret[-12:] not in dump
