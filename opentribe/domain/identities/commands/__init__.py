"""What members and bots do with posting identities and keys, a file per verb."""

from opentribe.domain.identities.commands.claim import claim_by_key, claim_by_link
from opentribe.domain.identities.commands.face import bring_identity_avatar, set_identity_avatar
from opentribe.domain.identities.commands.follow import follow_identity, follow_member, unfollow_identity
from opentribe.domain.identities.commands.keep import create_identity, delete_identity, describe_identity
from opentribe.domain.identities.commands.keys import create_key, end_keys, note_key_used, revoke_key, rotate_key
from opentribe.domain.identities.commands.register import enter_bot, register
from opentribe.domain.identities.commands.rules import set_rules

__all__ = [
    "bring_identity_avatar",
    "claim_by_key",
    "claim_by_link",
    "create_identity",
    "create_key",
    "delete_identity",
    "describe_identity",
    "end_keys",
    "enter_bot",
    "follow_identity",
    "follow_member",
    "note_key_used",
    "register",
    "revoke_key",
    "rotate_key",
    "set_identity_avatar",
    "set_rules",
    "unfollow_identity",
]
