"""The pages of tags as they are served: one of hidden posts alone looks like one that never was."""

from __future__ import annotations

import pytest

from tests.server import RunningApp
from tests.web.stage import Stage
from tests.web.test_doors import cookie, get


def test_a_tag_has_a_title_for_those_who_see_its_posts(app: RunningApp, furnished: Stage) -> None:
    for headers, kinds in (({}, ["public"]), (cookie(furnished.sign_in("ben")), ["public", "members"])):
        for kind in kinds:
            answer, body = get(app, f"/tags/{kind}-matter", headers)
            assert answer.status == 200
            assert f"<title data-served>#{kind}-matter</title>" in body
            assert f'content="1 post about {kind}-matter"' in body


def test_a_tag_of_hidden_posts_is_not_there(app: RunningApp, furnished: Stage) -> None:
    made_up = get(app, "/tags/never-was")[1].replace("never-was", "")
    for headers, kinds in (({}, ["members", "paid", "secret"]), (cookie(furnished.sign_in("ben")), ["paid", "secret"])):
        for kind in kinds:
            answer, body = get(app, f"/tags/{kind}-matter", headers)
            assert answer.status == 404
            assert body.replace(f"{kind}-matter", "") == made_up
    assert get(app, "/tags/secret-matter", cookie(furnished.sign_in("olu")))[0].status == 200


@pytest.mark.parametrize("name", ["%00", "%ff", "..", "%2e%2e", "a" * 4000, "%23", "%D9%B7" * 50, "'%20OR%201=1", "%"])
def test_odd_names_are_answered(app: RunningApp, name: str) -> None:
    logged = len(app.log)
    assert get(app, f"/tags/{name}")[0].status == 404
    assert "Traceback" not in app.log[logged:]
