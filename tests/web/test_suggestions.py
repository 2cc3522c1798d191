"""Suggestions over HTTP: for members, by their cookie, kept by nobody."""

from __future__ import annotations

import json

import pytest

from tests.server import RunningApp
from tests.web.stage import Stage
from tests.web.test_doors import cookie, get

PATHS = ("/suggest/people", "/suggest/tags")


@pytest.mark.parametrize("path", PATHS)
def test_strangers_are_asked_to_sign_in(app: RunningApp, furnished: Stage, path: str) -> None:
    for secret in furnished.outsiders().values():
        answer, body = get(app, f"{path}?q=a", cookie(secret) if secret else {})
        assert answer.status == 401
        assert set(json.loads(body)) == {"error"}
        assert answer.headers["cache-control"] == "private, no-store"


def test_members_get_what_a_list_needs(app: RunningApp, furnished: Stage) -> None:
    headers = cookie(furnished.sign_in("ben"))
    answer, body = get(app, "/suggest/people?q=ad", headers)
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "private, no-store"
    found = json.loads(body)
    assert [set(each) for each in found] == [{"value", "label", "image"}]
    assert found[0]["value"] == "ada"


def test_tags_of_hidden_spaces_stay_hidden(app: RunningApp, furnished: Stage) -> None:
    def offered(name: str) -> set[str]:
        answer, body = get(app, "/suggest/tags?q=", cookie(furnished.sign_in(name)))
        assert answer.status == 200
        return {each["value"] for each in json.loads(body)}

    assert offered("ben") == {"members-matter", "public-matter"}
    assert offered("olu") == {"members-matter", "public-matter", "paid-matter", "secret-matter"}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("query", ["", "?q=", "?q=%00", "?q=%ff", "?q=" + "a" * 4000, "?q=a&q=b", "?x=1", "?q=%25"])
def test_odd_questions_are_answered(app: RunningApp, furnished: Stage, path: str, query: str) -> None:
    logged = len(app.log)
    answer, body = get(app, path + query, cookie(furnished.sign_in("ben")))
    assert answer.status == 200
    assert isinstance(json.loads(body), list)
    assert "Traceback" not in app.log[logged:]
    assert get(app, path, cookie(furnished.sign_in("ben")), "POST")[0].status == 405
