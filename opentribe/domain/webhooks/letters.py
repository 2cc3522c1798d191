"""The letter to whoever keeps a webhook that was switched off."""

from __future__ import annotations

from sqlmodel import Session, col, select

from opentribe.domain.auth.models import Account
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.mail.letters.parts import Button, Given, Letter, Paragraph, Small, Written
from opentribe.domain.members.models import User
from opentribe.domain.webhooks.delivering import LETTER
from opentribe.domain.webhooks.models import Webhook

SAMPLE_TO = "ada@example.org"


def write(session: Session, community: str, given: Given) -> Written | None:
    """As things stand: nothing when it is on again, was deleted, or its keeper is gone."""
    webhook = session.get(Webhook, given.id("webhook_id"))
    if webhook is None or webhook.disabled_at is None:
        return None
    identity = session.get(PostingIdentity, webhook.identity_id) if webhook.identity_id else None
    keeper_id = identity.user_id if identity else webhook.made_by
    to = session.exec(
        select(Account.email)
        .join(User, col(User.auth_id) == Account.id)
        .where(col(User.id) == keeper_id, col(Account.disabled_at).is_(None))
    ).first()
    if to is None:
        return None
    path = f"/identities/{identity.id}" if identity else "/webhooks"
    return _written(to, community, webhook.disabled_reason, path)


def _written(to: str, community: str, reason: str, path: str) -> Written:
    # Neither the address nor a bot's name stands here: both are words that people chose.
    return Written(
        to=to,
        subject=f"A webhook of yours at {community} is switched off",
        preview=reason,
        heading="A webhook is switched off",
        parts=(
            Paragraph(f"{reason} So we send nothing more."),
            Paragraph("See what was answered, mend the address, and switch it on again."),
            Button("Look at it", path),
            Small("What was not taken meanwhile stands in its log for a week and can be sent again."),
        ),
        reason=f"You get this because you keep a webhook at {community}.",
    )


LETTERS = (
    Letter(
        LETTER,
        "Webhook switched off",
        "When nothing was taken for three days, or the address is gone",
        lambda name: _written(SAMPLE_TO, name, "Nothing was taken there for three days.", "/webhooks"),
        write,
    ),
)
