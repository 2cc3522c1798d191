"""The owner's rules for bots."""

from __future__ import annotations

from sqlmodel import Session, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import command
from opentribe.domain.identities import policy
from opentribe.domain.identities.models import BotRules
from opentribe.domain.identities.schemas import BOUNDS, RulesDraft
from opentribe.kit import clock
from opentribe.kit.db import insert_if_absent
from opentribe.kit.errors import Invalid


@command
def set_rules(session: Session, actor: Actor, draft: RulesDraft) -> None:
    """Decide who gets keys and how much bots may do. Raises Invalid naming each field out of bounds."""
    require(policy.can_set_rules(actor))
    values = draft.model_dump()
    problems = {
        field: f"Use {least:,} to {most:,}."
        for field, (least, most) in BOUNDS.items()
        if not least <= values[field] <= most
    }
    if problems:
        raise Invalid(**problems)
    insert_if_absent(session, BotRules, **BotRules().model_dump())
    rules = session.exec(select(BotRules).with_for_update()).one()
    for column, value in values.items():
        setattr(rules, column, value)
    rules.updated_at = clock.now()
    session.add(rules)
