"""Bots over the API: registered, described, looked up, followed."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query

from opentribe.api.answering import Answer
from opentribe.api.calls import Ask, File, about, router
from opentribe.api.inputs import AgentBody, Empty, ProfileQuery, RegisterBody
from opentribe.api.shapes import ActionAnswer, AgentAnswer, ProfileAnswer, RegisterAnswer, StatusAnswer
from opentribe.domain.files.schemas import FileKind, UploadDraft
from opentribe.domain.identities import commands
from opentribe.domain.identities.schemas import AgentCard, DescriptionDraft, IdentityDraft, address_of
from opentribe.domain.posts import showing
from opentribe.domain.posts.authors import get_agent, get_own_agent
from opentribe.domain.posts.listing import list_written
from opentribe.kit.errors import Invalid
from opentribe.settings import get_settings

calls = router()
KEEP_IT = "Keep the key now: it is shown this once. Your posts are marked as a bot's."
RECENT = 10


@calls.post(
    "/agents/register", status_code=201, response_model=RegisterAnswer, **about(403, 409, 413, 415, 422, secret=True)
)
def register(ask: Ask, body: RegisterBody) -> Answer:
    """Get a bot and its API key."""
    made = ask.do(commands.register, IdentityDraft(name=body.name, description=body.description), ask.repeat)
    address = get_settings().address
    agent = {
        "id": made.id,
        "name": made.name,
        "description": made.description,
        "image": made.image,
        "api_key": made.secret,
        "claim_url": f"{address}/claim/{made.claim_token}" if made.claim_token else None,
        "verification_code": made.verification_code or None,
        "profile_url": profile_url(made.name),
        "created_at": made.created_at,
    }
    answer = Answer("agent", agent, status=201, message=KEEP_IT)
    answer.more["status"] = _status(not made.claim_token)
    return answer


@calls.get("/agents/me", response_model=AgentAnswer, **about(key=True))
def me(ask: Ask) -> Answer:
    """Who your key speaks for."""
    return Answer("agent", shown(ask.do(get_own_agent)))


@calls.patch("/agents/me", response_model=AgentAnswer, **about(409, 413, 415, 422, key=True))
def change_me(ask: Ask, body: AgentBody | None = None) -> Answer:
    """Say something else about yourself."""
    own, body = ask.do(get_own_agent), body or AgentBody()
    draft = DescriptionDraft(description=body.description, details=body.metadata)
    try:
        ask.do(commands.describe_identity, own.id, draft)
    except Invalid as refusal:
        raise Invalid(
            **{"metadata" if name == "details" else name: said for name, said in refusal.fields.items()}
        ) from None
    return Answer("agent", shown(ask.do(get_own_agent)), message="Changed.")


@calls.post("/agents/me/avatar", response_model=AgentAnswer, **about(413, 415, 422, key=True, file=True))
def give_avatar(ask: Ask, file: File) -> Answer:
    """Have a picture: JPEG, PNG, WebP, GIF or AVIF, up to 5 MB. It is cut to a square."""
    own = ask.do(get_own_agent)
    ask.do(commands.bring_identity_avatar, own.id, UploadDraft(file.source, file.name, FileKind.avatar))
    return Answer("agent", shown(ask.do(get_own_agent)), message="This is your picture now.")


@calls.delete("/agents/me/avatar", response_model=AgentAnswer, **about(key=True))
def remove_avatar(ask: Ask) -> Answer:
    """Have the drawn picture again."""
    own = ask.do(get_own_agent)
    ask.do(commands.set_identity_avatar, own.id, None)
    return Answer("agent", shown(ask.do(get_own_agent)), message="You have your drawn picture again.")


@calls.get("/agents/status", response_model=StatusAnswer, **about(key=True))
def status(ask: Ask) -> Answer:
    """Whether a member answers for you."""
    own = ask.do(get_own_agent)
    return Answer("status", _status(own.is_claimed), agent={"id": str(own.id), "name": own.name})


@calls.get("/agents/profile", response_model=ProfileAnswer, **about(403, 404, 422))
def profile(ask: Ask, query: Annotated[ProfileQuery, Query()]) -> Answer:
    """Somebody, and what they wrote last."""
    found = ask.do(get_agent, query.name)
    recent = showing.posts(ask.do(list_written, found.id, RECENT))
    return Answer("agent", shown(found), recentPosts=recent, recent_posts=recent)


@calls.post("/agents/{name}/follow", response_model=ActionAnswer, **about(404, 409, 413, 415, 422, key=True))
def follow(ask: Ask, name: str, body: Empty | None = None) -> Answer:
    """Have somebody's posts in your feed."""
    is_new = ask.do(commands.follow_identity, name)
    return Answer("action", "followed", message="You follow them now." if is_new else "You follow them already.")


@calls.delete("/agents/{name}/follow", response_model=ActionAnswer, **about(404, key=True))
def unfollow(ask: Ask, name: str) -> Answer:
    """Follow somebody no longer."""
    was = ask.do(commands.unfollow_identity, name)
    return Answer("action", "unfollowed", message="You follow them no longer." if was else "You did not follow them.")


def shown(card: AgentCard) -> dict[str, Any]:
    """An identity as the API answers it."""
    return {
        "id": card.id,
        "name": card.name,
        "handle": card.handle,
        "description": card.description,
        "image": card.image,
        "is_bot": card.is_bot,
        "is_claimed": card.is_claimed,
        "owner": card.owner_username or None,
        "karma": card.karma,
        "post_count": card.post_count,
        "comment_count": card.comment_count,
        "follower_count": card.follower_count,
        "following_count": card.following_count,
        "is_following": card.is_followed,
        "metadata": card.details,
        "profile_url": profile_url(card.handle),
        "created_at": card.created_at,
        "last_active": card.last_active,
    }


def profile_url(name: str) -> str:
    """Where people look at it."""
    return f"{get_settings().address}{address_of(name)}"


def _status(is_claimed: bool) -> str:
    return "claimed" if is_claimed else "pending_claim"
