"""Fetching files over HTTP: who may, parts of them, and what browsers keep."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from opentribe.domain.posts.commands import remove_post
from tests.server import RunningApp
from tests.web.carrying import bring, fetch
from tests.web.stage import Stage

pytestmark = pytest.mark.timeout(300)  # the first start builds the front end


def posted(furnished: Stage, app: RunningApp, kind: str) -> tuple[dict[str, Any], str]:
    """A picture in a fresh post of olu's, and the post's id."""
    _, card = bring(app, furnished.sign_in("olu"))
    post = furnished.cast.post(furnished.cast.olu, UUID(furnished.ids[f"{kind} space"]), f"![it]({card['url']})")
    return card, str(post)


SEEN = {"public": {"olu", "mo", "ada", ""}, "members": {"olu", "mo", "ada"}, "secret": {"olu", "mo"}}


@pytest.mark.parametrize("kind", SEEN)
def test_a_file_is_for_whoever_sees_its_post(app: RunningApp, furnished: Stage, kind: str) -> None:
    card, post = posted(furnished, app, kind)
    people = {name: furnished.sign_in(name) for name in ("olu", "mo", "ada")} | {"": ""}
    for path in (card["url"], card["url"] + "?w=320", card["url"] + "?w=99999"):
        for method in ("GET", "HEAD"):
            found = {name for name, secret in people.items() if fetch(app, path, secret, method)[0].status == 200}
            assert found == SEEN[kind]
    assert (
        fetch(app, card["url"], people["olu"])[0]
        .headers["cache-control"]
        .startswith("public" if kind == "public" else "private")
    )
    for secret in furnished.outsiders().values():
        assert (fetch(app, card["url"], secret)[0].status == 200) == (kind == "public")
    furnished.cast.do(furnished.cast.olu, remove_post, UUID(post))
    assert {name for name, secret in people.items() if fetch(app, card["url"], secret)[0].status == 200} == {"olu"}


def test_a_hidden_file_looks_like_one_that_never_was(app: RunningApp, furnished: Stage) -> None:
    card, _ = posted(furnished, app, "secret")
    ada = furnished.sign_in("ada")
    never = card["url"].replace(card["id"], "01990000-0000-7000-8000-000000000000")
    for headers in ({}, {"Range": "bytes=0-1"}, {"If-None-Match": "*"}, {"Range": "bytes=999999999-"}):
        (one, words), (other, others) = fetch(app, card["url"], ada, **headers), fetch(app, never, ada, **headers)
        assert (one.status, words) == (other.status, others)
        assert one.status == 404
        assert sorted(one.headers.keys()) == sorted(other.headers.keys())


ODD = (
    "/files/x/y",
    "/files/",
    "/files/%00/a",
    "/files/../../etc/passwd",
    "/files/%2e%2e/%2e%2e/etc/passwd",
    "/files//",
)


@pytest.mark.parametrize("path", ODD)
def test_odd_addresses_are_answered(app: RunningApp, path: str) -> None:
    logged = len(app.log)
    assert fetch(app, path)[0].status == 404
    assert "Traceback" not in app.log[logged:]


@pytest.mark.parametrize("width", ["x", "-1", "1e3", "999999", "%00", "٣"])
def test_odd_widths_are_not_there(app: RunningApp, furnished: Stage, width: str) -> None:
    card, _ = posted(furnished, app, "public")
    assert fetch(app, f"{card['url']}?w={width}".encode("ascii", "xmlcharrefreplace").decode())[0].status == 404


PARTS = {
    "bytes=0-99": (206, 0, 100), "bytes=100-": (206, 100, None), "bytes=-50": (206, -50, None),
    "bytes=0-0": (206, 0, 1), "bytes=0-99999999": (200, 0, None), "bytes=-99999999": (200, 0, None),
    "bytes=5-3": (200, 0, None), "bytes=a-b": (200, 0, None), "bytes=0-1,5-6": (200, 0, None),
    "lines=0-5": (200, 0, None), "bytes=-": (200, 0, None), "bytes=": (200, 0, None),
}  # fmt: skip


def test_parts_are_sent(app: RunningApp, furnished: Stage) -> None:
    card, _ = posted(furnished, app, "public")
    _, whole = fetch(app, card["url"])
    for asked, (status, start, end) in PARTS.items():
        answer, body = fetch(app, card["url"], Range=asked)
        assert (answer.status, body) == (status, whole[start:end]), asked
        assert int(answer.headers["content-length"]) == len(body)
        if status == 206:
            first = start % len(whole)
            assert answer.headers["content-range"] == f"bytes {first}-{first + len(body) - 1}/{len(whole)}"
    for asked in (f"bytes={len(whole)}-", "bytes=999999999-", "bytes=-0"):
        answer, body = fetch(app, card["url"], Range=asked)
        assert (answer.status, body, answer.headers["content-range"]) == (416, b"", f"bytes */{len(whole)}")


def test_a_browser_that_has_it_is_told_so(app: RunningApp, furnished: Stage) -> None:
    card, _ = posted(furnished, app, "public")
    etag = fetch(app, card["url"])[0].headers["etag"]
    for held in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        answer, body = fetch(app, card["url"], **{"If-None-Match": held})
        assert (answer.status, body, answer.headers["etag"]) == (304, b"", etag)
    assert fetch(app, card["url"], **{"If-None-Match": '"other"'})[0].status == 200
    assert fetch(app, card["url"] + "?w=320", **{"If-None-Match": etag})[0].status == 200
    assert fetch(app, card["url"], Range="bytes=0-9", **{"If-Range": '"other"'})[0].status == 200
    assert fetch(app, card["url"], Range="bytes=0-9", **{"If-Range": etag})[0].status == 206


def test_what_is_asked_for_by_head_has_no_body(app: RunningApp, furnished: Stage) -> None:
    card, _ = posted(furnished, app, "public")
    whole, body = fetch(app, card["url"])
    answer, nothing = fetch(app, card["url"], method="HEAD")
    assert (answer.status, nothing) == (200, b"")
    assert answer.headers["content-length"] == whole.headers["content-length"] == str(len(body))
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert fetch(app, card["url"], method=method)[0].status == 405
