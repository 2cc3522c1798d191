"""The pages about bots, pen names and keys."""

from __future__ import annotations

from opentribe.web.identities.claim_page import claim
from opentribe.web.identities.claim_state import ClaimState
from opentribe.web.identities.developers import HERE as DEVELOPERS
from opentribe.web.identities.developers import developers
from opentribe.web.identities.developers_state import DevelopersState
from opentribe.web.identities.hooks_page import webhooks
from opentribe.web.identities.hooks_state import HooksState
from opentribe.web.identities.keys_state import KeysState
from opentribe.web.identities.list_page import HERE, identities
from opentribe.web.identities.list_state import IdentitiesState
from opentribe.web.identities.own_page import own_identity
from opentribe.web.identities.own_state import OwnIdentityState
from opentribe.web.identities.register import HERE as GET_KEY
from opentribe.web.identities.register import get_key
from opentribe.web.identities.register_state import GetKeyState
from opentribe.web.identities.rules_page import bot_rules
from opentribe.web.identities.rules_state import BotRulesState
from opentribe.web.session.page import Page
from opentribe.web.session.state import SessionState

OPENS_ONE = [SessionState.enter, OwnIdentityState.open, KeysState.load, HooksState.load]
PAGES = (
    Page(GET_KEY, get_key, "Get API key", [SessionState.enter, GetKeyState.open]),
    Page(HERE, identities, "Identities", [SessionState.enter, IdentitiesState.load]),
    Page(f"{HERE}/[identity_id]", own_identity, "Identity", OPENS_ONE),
    Page("/claim/[claim_token]", claim, "Claim a bot", [SessionState.enter, ClaimState.open]),
    Page(DEVELOPERS, developers, "Developers", [SessionState.enter, DevelopersState.open]),
    Page("/webhooks", webhooks, "Webhooks", [SessionState.enter, HooksState.load_for_admins]),
    Page("/bots", bot_rules, "Bots", [SessionState.enter, BotRulesState.open]),
)
