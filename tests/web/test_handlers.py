"""Every handler of the app, called over a raw websocket by people who have no business there.

The list of handlers comes from the running app, the forms from the domain's drafts: a handler added later is covered
without a line here. A test that fails because a member may indeed do something asks for a line in MAY_CHANGE.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from tests.server import RunningApp
from tests.web.handlers import NO_PAYLOADS, Aims, Handler, Listing, plausible, rubbish
from tests.web.socket import LOAD, Tab, answers
from tests.web.stage import MEMBERS, NOT_FOR_BEN, NOT_FOR_OUTSIDERS, PAID, REMOVED, SECRET, Rows, Stage, changes

pytestmark = pytest.mark.timeout(900)  # every handler on every page; the first start builds the front end

OUTSIDERS = (
    "a stranger", "a revoked cookie", "an expired cookie", "a forged cookie", "the digest as a cookie",
)  # fmt: skip
WENT_WRONG = ("Traceback (most recent call last)", "handler failed")

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
# What a handler does to the post whose page is open, or makes for him alone, whatever it was told.
ON_ITS_PAGE = (
    {"sessions.revoked_at"}
    | MAY_CHANGE["PostState.comment"][0]
    | MAY_CHANGE["PostState.follow"][0]
    | MAY_CHANGE["SessionState.hide_bots"][0]
    | MAY_CHANGE["BoardState.show_me"][0]
    | MAY_CHANGE["IdentityState.follow"][0]
    | MAY_CHANGE["ClaimState.claim"][0]
    | MAY_CHANGE["GetKeyState.submit"][0]
)
# What follows a deed in the background, at some moment after it; the deed itself was looked at.
# Anybody may ask for a link to an address; only its mailbox gets to see it.
BACKGROUND = (
    "jobs",
    "login_tokens",
    "notifications",
    "points",
    "point_totals",
    "users.points",
    "users.level",
    "member_badges",
    "visit_streaks",
)
# What opening a page changes: how far its reader has read, and every five minutes that they are here.
SEEN = frozenset({"sessions.last_seen_at", "sessions.expires_at", "users.last_seen_at"})
VISITS = frozenset({"space_visits", "space_visits.last_visited_at"}) | SEEN


class Watch:
    """What the server did since the last look: to the database, to a tab, and in its log."""

    def __init__(self, app: RunningApp, furnished: Stage, forbidden: Iterable[str]) -> None:
        self.app, self.furnished, self.forbidden = app, furnished, tuple(forbidden)
        self.rows: Rows = furnished.rows()
        self.logged = app.log_file.stat().st_size
        self.problems: list[str] = []

    def look(self, what: str, frames: Iterable[str], may_change: frozenset[str] = frozenset()) -> None:
        """Note every change that was not allowed, every word that was not for the tab, and every failure."""
        rows, failures = self.furnished.rows(), self._new_log()
        changed = {change for change in changes(self.rows, rows) if not change.startswith(BACKGROUND)}
        if changed := changed - may_change:
            self.problems.append(f"{what}: changed {', '.join(sorted(changed))}")
        said = "\n".join(frames)
        self.problems += [f"{what}: was sent {word}" for word in self.forbidden if word in said]
        if any(mark in failures for mark in WENT_WRONG):
            last = [line for line in failures.splitlines() if line[:1].strip()][-1]
            self.problems.append(f"{what}: failed in the log: {last[:160]}")
        self.rows = rows

    def _new_log(self) -> str:
        with self.app.log_file.open("rb") as log:
            log.seek(self.logged)
            new = log.read()
        self.logged += len(new)
        return new.decode(errors="replace")


def told(problems: list[str]) -> str:
    """All problems, a line each."""
    return f"{len(problems)} problems:\n" + "\n".join(problems[:80])


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


Tries = list[tuple[Handler, list[dict[str, object]]]]
SHARES = 10


def some_of(tries: Tries, turn: int) -> Tries:
    """Every handler with a share of its payloads, another one at each turn.

    Pages that show nothing of what is aimed at differ little from each other: between them they see every payload.
    """
    return [(handler, payloads[turn % min(SHARES, len(payloads)) :: SHARES]) for handler, payloads in tries]


def try_together(watch: Watch, tab: Tab, who: str, tries: Tries, may_change: frozenset[str] = frozenset()) -> None:
    """Call what may change nothing more, and look once; only when there is something to see, one after the other."""
    seen = len(watch.problems)
    for handler, payloads in tries:
        for payload in payloads:
            tab.call(handler.name, payload)
    watch.look(who, tab.settle(2, 120), may_change)
    if len(watch.problems) == seen:
        return
    for handler, payloads in tries:
        for payload in payloads:
            tab.call(handler.name, payload)
        watch.look(f"{who}: {handler.short}", tab.settle(2), may_change)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_outsiders_change_nothing_and_learn_nothing(
    app: RunningApp, furnished: Stage, listed: Listing, who: str
) -> None:
    secret = furnished.outsiders()[who]
    watch = Watch(app, furnished, NOT_FOR_OUTSIDERS)
    tries = [(handler, attempts(handler, furnished.hidden(), furnished.seen())) for handler in listed.handlers]
    paths = furnished.paths(listed.routes)
    # What a page loads depends on the reader only through the credential; the others need not go everywhere.
    deep = [
        path for path in paths if furnished.ids["secret post"] in path or f"{furnished.slugs['secret']}/edit" in path
    ]
    for turn, path in enumerate(paths if who == "a stranger" else deep):
        with Tab(app.port, secret) as tab:
            watch.look(f"{who} opens {path}", tab.visit(path))
            try_together(watch, tab, f"{who} on {path}", tries if path in deep else some_of(tries, turn))
            watch.look(f"{who} leaves {path}", tab.settle())
    assert not watch.problems, told(watch.problems)
    assert answers(app.port)


def test_a_member_touches_nothing_that_is_not_his(app: RunningApp, furnished: Stage, listed: Listing) -> None:
    secret = furnished.sign_in("ben")
    hidden, seen = (
        [(handler, attempts(handler, aims)) for handler in listed.handlers]
        for aims in (furnished.hidden(), furnished.seen())
    )
    watch = Watch(app, furnished, NOT_FOR_BEN)
    for turn, path in enumerate(furnished.paths(listed.routes)):
        # What he may see stands on its own pages and on home.
        shows = path == "/" or furnished.slugs["members"] in path or furnished.ids["members post"] in path
        is_deep = shows or "secret" in path or furnished.ids["secret post"] in path
        for every, is_seen in ((hidden, False), (seen, True))[: 2 if shows else 1]:
            tries = every if is_deep else some_of(every, turn)
            with Tab(app.port, secret) as tab:
                watch.look(f"ben opens {path}", tab.visit(path), VISITS)
                may_nothing = [each for each in tries if each[0].short not in MAY_CHANGE]
                try_together(watch, tab, f"ben on {path}", may_nothing, VISITS)
                for handler, payloads in tries:
                    if handler.short not in MAY_CHANGE:
                        continue
                    for payload in payloads:
                        tab.call(handler.name, payload)
                    allowed = MAY_CHANGE[handler.short][0]
                    if not is_seen and furnished.slugs["members"] not in path:
                        allowed &= ON_ITS_PAGE
                    watch.look(f"ben on {path}: {handler.short}", tab.settle(2), allowed | VISITS)
                    if "sessions.revoked_at" in allowed:
                        furnished.revive(secret)
                        watch.rows = furnished.rows()
    assert not watch.problems, told(watch.problems)
    assert answers(app.port)


def test_a_session_that_ends_takes_everything_along(app: RunningApp, furnished: Stage, listed: Listing) -> None:
    """The owner's tab holds open what strangers may not see when the session ends; no handler works any more."""
    secret = furnished.sign_in("olu")
    watch = Watch(app, furnished, (SECRET, PAID, REMOVED))
    pages = (f"/posts/{furnished.ids['secret post']}", f"/spaces/{furnished.slugs['secret']}/edit")
    for handler in listed.handlers:
        for page in pages:
            furnished.revive(secret)
            with Tab(app.port, secret) as tab:
                shown = tab.visit(page)
                assert SECRET in "\n".join(shown), page
                furnished.revoke(secret)
                watch.rows = furnished.rows()
                for payload in attempts(handler, furnished.hidden()):
                    tab.call(handler.name, payload)
                watch.look(f"after the end on {page}: {handler.short}", tab.settle())
    assert not watch.problems, told(watch.problems)


@pytest.mark.parametrize("who", ["a stranger", "ben"])
def test_rubbish_is_refused_in_words(app: RunningApp, furnished: Stage, listed: Listing, who: str) -> None:
    """Whatever is sent, no handler fails: it says what was wrong, or does nothing."""
    secret = furnished.sign_in("ben") if who == "ben" else ""
    watch = Watch(app, furnished, NOT_FOR_BEN if who == "ben" else NOT_FOR_OUTSIDERS)
    page = f"/posts/{furnished.ids['members post']}"
    for handler in listed.handlers:
        with Tab(app.port, secret, path=page) as tab:
            tab.call(LOAD)
            frames = tab.settle()
            for payload in (*rubbish(handler), *NO_PAYLOADS):
                tab.call(handler.name, payload)
            frames += tab.settle()
        may_change = VISITS
        if who == "ben":
            may_change |= MAY_CHANGE.get(handler.short, (frozenset(), ""))[0]
        watch.look(f"{who}: {handler.short}", frames, may_change)
        furnished.revive(secret)
        watch.rows = furnished.rows()
    assert not watch.problems, told(watch.problems)
    assert answers(app.port)
