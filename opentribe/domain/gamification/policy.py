"""Who may see points, and who decides what they are given for."""

from __future__ import annotations

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import YES, Decision, no, sign_in_first, unseen
from opentribe.domain.gamification.models import Badge


def can_see_own(actor: Actor) -> Decision:
    """Members see their own ledger."""
    return YES if actor.is_member else sign_in_first("Sign in to see your points.")


def can_set_rules(actor: Actor) -> Decision:
    """The owner and admins."""
    if not actor.is_member:
        return sign_in_first()
    return YES if actor.is_admin else no("Only the owner and admins decide about points.")


def can_see_board(actor: Actor) -> Decision:
    """Members see who has most points."""
    return YES if actor.is_member else sign_in_first("Sign in to see the leaderboard.")


def can_see_badges(actor: Actor) -> Decision:
    """Members see which badges there are."""
    return YES if actor.is_member else sign_in_first("Sign in to see the badges.")


def can_keep_badges(actor: Actor) -> Decision:
    """The owner and admins make badges, and give them."""
    if not actor.is_member:
        return sign_in_first()
    return YES if actor.is_admin else no("Only the owner and admins make and give badges.")


def can_change_badge(actor: Actor, badge: Badge | None) -> Decision:
    """Those badges that the house gives by itself are nobody's to give or take."""
    if not (allowed := can_keep_badges(actor)):
        return allowed
    if badge is None:
        return unseen("badge")
    return YES if badge.kind is None else no("The house gives this badge by itself, and nobody takes it away.")
