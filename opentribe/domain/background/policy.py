"""Who may look after the work in the background."""

from __future__ import annotations

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import YES, Decision, sign_in_first, unseen
from opentribe.kit.jobs.models import Job


def can_look_after(actor: Actor) -> Decision:
    """Owners and admins; for everybody else it is not there."""
    if not actor.is_member:
        return sign_in_first()
    return YES if actor.is_admin else unseen("page")


def can_decide(actor: Actor, job: Job | None) -> Decision:
    """Only what was given up waits for a decision."""
    if not (allowed := can_look_after(actor)):
        return allowed
    return unseen("job") if job is None or job.failed_at is None else YES
