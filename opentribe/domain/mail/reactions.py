"""What mail does when something happened."""

from __future__ import annotations

from sqlmodel import Session

from opentribe.domain.auth.facts import AccountCreated
from opentribe.kit.facts import Fact
from opentribe.kit.mail.outbox import send_later


def welcome(session: Session, fact: Fact) -> None:
    """Whoever signs up gets a letter, once."""
    assert isinstance(fact, AccountCreated)
    send_later(session, "welcome", account_id=str(fact.account_id), dedupe_key=f"welcome:{fact.account_id}")
