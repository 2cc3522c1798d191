"""Every handler of the app, called over a raw websocket by people who have no business there.

The list of handlers comes from the running app, the forms from the domain's drafts: a handler added later is covered
without a line here. A test that fails because a member may indeed do something asks for a line in MAY_CHANGE.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from tests.server import RunningApp
from tests.web.handlers import NO_PAYLOADS, Aims, Handler, Listing, plausible, rubbish
from tests.web.socket import LOAD, Tab, answers
from tests.web.stage import MEMBERS, NOT_FOR_BEN, NOT_FOR_OUTSIDERS, PAID, REMOVED, SECRET, Stage, changes
from tests.web.watch import Watch, told

pytestmark = pytest.mark.timeout(900)  # every handler on every page; the first start builds the front end

OUTSIDERS = (
    "a stranger", "a revoked cookie", "an expired cookie", "a forged cookie", "the digest as a cookie",
)  # fmt: skip

LIKES = frozenset({"post_upvotes", "posts.like_count", "posts.hot_score"})
FEEDS = ("HomeState", "SpaceState", "MemberState", "IdentityState", "TagState", "BookmarksState")
# What ben may change with things of ada that he may see, by handler, each with its reason. Where nothing is listed,
# nothing may change; outsiders have no such list at all.
MAY_CHANGE: dict[str, tuple[frozenset[str], str]] = {
    "FollowState.follow": (frozenset({"follows"}), "members follow those whose page they see"),
    "IdentityState.follow": (frozenset({"identity_follows", "follows"}), "members follow whom they see"),
    **{f"{state}.like": (LIKES, "members like what they see") for state in (*FEEDS, "PostState")},
    **{f"{state}.bookmark": (frozenset({"bookmarks"}), "members keep what they see")
       for state in (*FEEDS, "PostState")},
    "NotificationChoicesState.save": (frozenset({"users.notification_prefs"}), "members choose what they hear of"),
    "AboutState.save": (frozenset({"users.bio"}), "members say who they are"),
    "SessionState.hide_bots": (frozenset({"users.hides_bots"}), "members choose how they read"),
    "BoardState.show_me": (frozenset({"users.is_unranked"}), "members choose whether others see their rank"),
    "PostState.follow": (frozenset({"thread_follows", "thread_follows.state"}), "members follow what they see"),
    "PostState.like_comment": (frozenset({"comment_upvotes", "comments.like_count"}), "members like what they see"),
    "PostState.comment": (
        frozenset({"comments", "comments.reply_count", "posts.comment_count", "posts.hot_score", "thread_follows"}),
        "members answer what they see",
    ),
    "ClaimState.claim": (
        frozenset({"posting_identities.user_id", "posting_identities.claim_token_hash"}),
        "members claim the bot whose link they open",
    ),
    "IdentitiesState.create": (frozenset({"posting_identities"}), "members have pen names"),
    "GetKeyState.submit": (frozenset({"posting_identities", "identity_tokens"}), "members get keys for bots"),
    "SessionsState.sign_out_everywhere": (frozenset({"sessions.revoked_at"}), "ends his own sessions"),
    **{
        f"{state}.publish": (
            frozenset({"posts", "spaces.post_count", "spaces.last_post_at", "spaces.last_person_post_at",
                       "space_visits", "space_visits.last_visited_at", "thread_follows"}),
            "members post where they may",
        )
        for state in FEEDS
    },
}  # fmt: skip
# What a handler does to what is ben's own, whatever it was told.
OF_HIS_OWN = (
    frozenset({"sessions.revoked_at"})
    | MAY_CHANGE["AboutState.save"][0]
    | MAY_CHANGE["SessionState.hide_bots"][0]
    | MAY_CHANGE["BoardState.show_me"][0]
    | MAY_CHANGE["IdentityState.follow"][0]
    | MAY_CHANGE["ClaimState.claim"][0]
    | MAY_CHANGE["GetKeyState.submit"][0]
)
# And to the post whose page is open.
ON_ITS_PAGE = OF_HIS_OWN | MAY_CHANGE["PostState.comment"][0] | MAY_CHANGE["PostState.follow"][0]
EVERYTHING = frozenset().union(*(may_change for may_change, _ in MAY_CHANGE.values()))
# What opening a page changes: how far its reader has read, and every five minutes that they are here.
SEEN = frozenset({"sessions.last_seen_at", "sessions.expires_at", "users.last_seen_at"})
VISITS = frozenset({"space_visits", "space_visits.last_visited_at"}) | SEEN


def test_the_list_is_the_apps_own(listed: Listing) -> None:
    """Neither empty nor ours: mixins' handlers, Reflex's own and the app's are in it."""
    found = {handler.short for handler in listed.handlers}
    assert {"SessionState.enter", "HomeState.like", "SpaceState.like", "PostState.save", "SignInState.submit"} <= found
    assert {"State.hydrate_and_load", "UpdateVarsInternalState.update_vars_internal", "PostState.setvar"} <= found
    assert {"sign-in", "posts/[post_key]", "index"} <= set(listed.routes)


def test_the_aims_can_be_hit(app: RunningApp, furnished: Stage, listed: Listing) -> None:
    """The owner's tab is sent every marker, so their absence elsewhere means something; what he writes is stored."""
    before = furnished.rows()
    with Tab(app.port, furnished.sign_in("olu")) as tab:
        frames = []
        for kind in ("secret", "paid", "members"):
            frames += tab.visit(f"/posts/{furnished.ids[f'{kind} post']}")
        said = "\n".join(frames)
        assert {word for word in (SECRET, PAID, MEMBERS) if word not in said} == set()
        assert REMOVED not in said
        like = next(handler for handler in listed.handlers if handler.short == "HomeState.like")
        tab.ask(like.name, {"post_id": furnished.ids["secret post"], "wanted": True})
    assert {"post_upvotes", "posts.like_count"} <= changes(before, furnished.rows())


def attempts(handler: Handler, *aims: Aims) -> list[dict[str, object]]:
    """All plausible payloads, each once."""
    found: list[dict[str, object]] = []
    for aim in aims:
        found += [payload for payload in plausible(handler, aim) if payload not in found]
    return found


Tries = Sequence[tuple[Handler, Sequence[object]]]
Own = frozenset[str]
SHARES = 10
TOGETHER = 12  # handlers that share a tab where each would like one of its own


def some_of(tries: Tries, turn: int, shares: int = SHARES) -> Tries:
    """Every handler with a share of its payloads, another one at each turn.

    Pages that show nothing of what is aimed at differ little from each other: between them they see every payload.
    """
    return [(handler, payloads[turn % min(shares, len(payloads)) :: shares]) for handler, payloads in tries]


def shared(tries: Tries) -> Iterator[Tries]:
    """A dozen handlers at a time."""
    for start in range(0, len(tries), TOGETHER):
        yield tries[start : start + TOGETHER]


def call_all(tab: Tab, tries: Tries) -> None:
    """Every handler with each of its payloads."""
    for handler, payloads in tries:
        for payload in payloads:
            tab.call(handler.name, payload)


def allowed(handler: Handler, within: frozenset[str]) -> frozenset[str]:
    """What ben may change by it."""
    return MAY_CHANGE.get(handler.short, (frozenset(), ""))[0] & within


def try_together(
    watch: Watch, tab: Tab, who: str, tries: Tries, may_change: frozenset[str] = frozenset(), own: Own = frozenset()
) -> None:
    """Call all of them and look once; only when there is something to see, one after the other.

    Each may change `may_change`, and of `own` what MAY_CHANGE says of it. What ends the session comes last.
    """
    seen = len(watch.problems)
    tries = sorted(tries, key=lambda each: "sessions.revoked_at" in allowed(each[0], own))
    call_all(tab, tries)
    watch.look(who, tab.settle(2, 120), may_change.union(*(allowed(handler, own) for handler, _ in tries)))
    if len(watch.problems) > seen:
        try_one_by_one(watch, tab, who, tries, may_change, own)


def try_apart(watch: Watch, tab: Tab, who: str, tries: Tries, may_change: frozenset[str], own: Own) -> None:
    """Together those who may change nothing of `own`, then each of the others."""
    may_nothing = [each for each in tries if not allowed(each[0], own)]
    try_together(watch, tab, who, may_nothing, may_change)
    try_one_by_one(watch, tab, who, [each for each in tries if each not in may_nothing], may_change, own)


def try_one_by_one(
    watch: Watch, tab: Tab, who: str, tries: Tries, may_change: frozenset[str] = frozenset(), own: Own = frozenset()
) -> None:
    """Call each of them and look."""
    for each in tries:
        watch.revive()
        call_all(tab, [each])
        watch.look(f"{who}: {each[0].short}", tab.settle(2), may_change | allowed(each[0], own))


@pytest.mark.parametrize("who", OUTSIDERS)
def test_outsiders_change_nothing_and_learn_nothing(
    app: RunningApp, furnished: Stage, listed: Listing, who: str
) -> None:
    secret = furnished.outsiders()[who]
    watch = Watch(app, furnished, NOT_FOR_OUTSIDERS)
    tries = [(handler, attempts(handler, furnished.hidden(), furnished.seen())) for handler in listed.handlers]
    paths = furnished.paths(listed.routes)
    # What a page loads depends on the reader only through the credential; the others need not go everywhere, nor try
    # everything everywhere: between their cookies and pages every payload is sent.
    deep = [
        path for path in paths if furnished.ids["secret post"] in path or f"{furnished.slugs['secret']}/edit" in path
    ]
    is_stranger = who == "a stranger"
    for turn, path in enumerate(paths if is_stranger else deep, len(deep) * OUTSIDERS.index(who)):
        with Tab(app.port, secret) as tab:
            watch.look(f"{who} opens {path}", tab.visit(path))
            everything = is_stranger and path in deep
            try_together(watch, tab, f"{who} on {path}", tries if everything else some_of(tries, turn))
            watch.look(f"{who} leaves {path}", tab.settle())
    assert not watch.problems, told(watch.problems)
    assert answers(app.port)


def test_a_member_touches_nothing_that_is_not_his(app: RunningApp, furnished: Stage, listed: Listing) -> None:
    secret = furnished.sign_in("ben")
    hidden, seen = (
        [(handler, attempts(handler, aims)) for handler in listed.handlers]
        for aims in (furnished.hidden(), furnished.seen())
    )
    watch = Watch(app, furnished, NOT_FOR_BEN, secret)
    for turn, path in enumerate(furnished.paths(listed.routes)):
        is_hidden = furnished.slugs["secret"] in path or furnished.ids["secret post"] in path
        is_seen = furnished.slugs["members"] in path or furnished.ids["members post"] in path
        shares = 1 if is_hidden or is_seen else 3 if path == "/" else SHARES
        if not is_seen and path != "/":  # what he may see stands on its own pages and on home
            with Tab(app.port, secret) as tab:
                watch.look(f"ben opens {path}", tab.visit(path), VISITS)
                try_together(watch, tab, f"ben on {path}", some_of(hidden, turn, shares), VISITS, OF_HIS_OWN)
            watch.revive()
            continue
        for aims, own in (
            (hidden, EVERYTHING if furnished.slugs["members"] in path else ON_ITS_PAGE),
            (seen, EVERYTHING),
        ):
            with Tab(app.port, secret) as tab:
                watch.look(f"ben opens {path}", tab.visit(path), VISITS)
                try_apart(watch, tab, f"ben on {path}", some_of(aims, turn, shares), VISITS, own)
            watch.revive()
    assert not watch.problems, told(watch.problems)
    assert answers(app.port)


def test_a_session_that_ends_takes_everything_along(app: RunningApp, furnished: Stage, listed: Listing) -> None:
    """The owner's tab holds open what strangers may not see when the session ends; no handler works any more."""
    secret = furnished.sign_in("olu")
    watch = Watch(app, furnished, (SECRET, PAID, REMOVED), secret)
    tries = [(handler, attempts(handler, furnished.hidden())) for handler in listed.handlers]
    # Some handlers empty the tab: who comes after one on the one page comes before it on the other.
    for page, together in (
        (f"/posts/{furnished.ids['secret post']}", shared(tries)),
        (f"/spaces/{furnished.slugs['secret']}/edit", shared(tries[::-1])),
    ):
        for some in together:
            watch.revive()
            with Tab(app.port, secret) as tab:
                assert SECRET in "\n".join(tab.visit(page)), page
                furnished.revoke(secret)
                watch.rows = furnished.rows()
                call_all(tab, some)
                names = ", ".join(handler.short for handler, _ in some)
                watch.look(f"after the end on {page}: one of {names}", tab.settle())
    assert not watch.problems, told(watch.problems)


@pytest.mark.parametrize("who", ["a stranger", "ben"])
def test_rubbish_is_refused_in_words(app: RunningApp, furnished: Stage, listed: Listing, who: str) -> None:
    """Whatever is sent, no handler fails: it says what was wrong, or does nothing."""
    secret = furnished.sign_in("ben") if who == "ben" else ""
    watch = Watch(app, furnished, NOT_FOR_BEN if who == "ben" else NOT_FOR_OUTSIDERS, secret)
    own = EVERYTHING if who == "ben" else frozenset()
    page = f"/posts/{furnished.ids['members post']}"
    tries = [(handler, [*rubbish(handler), *NO_PAYLOADS]) for handler in listed.handlers]
    for some in shared(tries):
        watch.revive()
        with Tab(app.port, secret, path=page) as tab:
            tab.call(LOAD)
            watch.look(f"{who} opens {page}", tab.settle(), VISITS)
            try_apart(watch, tab, who, some, VISITS, own)
    assert not watch.problems, told(watch.problems)
    assert answers(app.port)
