"""What the server writes into a page before scripts run: words of posts and spaces, for those who may read them."""

from __future__ import annotations

import html
import urllib.error
import urllib.request
from html.parser import HTMLParser

import pytest

from opentribe.domain.access.actor import Credential
from opentribe.domain.posts.commands import comment, remove_comment
from opentribe.domain.posts.schemas import CommentDraft
from opentribe.domain.spaces.commands import archive_space
from opentribe.kit.tokens import digest
from opentribe.web.session.cookie import COOKIE
from tests.server import RunningApp
from tests.web.stage import MEMBERS, PAID, REMOVED, SECRET, Stage

pytestmark = pytest.mark.timeout(300)  # the first start builds the front end
MARKERS = {"secret": SECRET, "members": MEMBERS, "paid": PAID, "public": "open to all"}
BAD = "<script>alert(1)</script><img src=x onerror=alert(2)> [x](javascript:alert(3)) </main></body> & <b>so</b>"


def fetch(app: RunningApp, path: str, secret: str = "") -> tuple[int, str]:
    """A page as curl would get it."""
    request = urllib.request.Request(app.url + path, headers={"cookie": f"{COOKIE}={secret}"} if secret else {})
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


@pytest.mark.parametrize("kind", list(MARKERS))
@pytest.mark.parametrize("who", ["nobody", "made-up", "ben", "olu"])
def test_words_are_served_to_those_who_may_read_them(app: RunningApp, furnished: Stage, who: str, kind: str) -> None:
    secret = {"nobody": "", "made-up": "made-up"}.get(who) or (furnished.sign_in(who) if who in {"ben", "olu"} else "")
    may_see = who == "olu" or kind == "public" or (who == "ben" and kind == "members")
    for path in (f"/posts/{furnished.ids[f'{kind} post']}", f"/spaces/{furnished.slugs[kind]}"):
        status, page = fetch(app, path, secret)
        assert (status == 200, MARKERS[kind] in page) == (may_see, may_see), path
        assert [word for name, word in MARKERS.items() if name != kind and word in page] == []
        assert REMOVED not in page
        if not may_see:
            assert "data-served-body" not in page
            assert 'content="noindex"' in page
            assert "canonical" not in page


def test_a_post_is_described_and_stands_in_its_page(app: RunningApp, furnished: Stage) -> None:
    post = furnished.ids["public post"]
    _, page = fetch(app, f"/posts/{post}")
    served = page[page.index("data-served-body") :]
    for part in ("<h1>Title open to all</h1>", "Words open to all", "Ada", "Reply open to all", "<time datetime="):
        assert part in served, part
    head = page[: page.index("</head>")]
    for tag in (
        'property="og:type" content="article"',
        'property="article:published_time" content="20',
        'name="author" content="Ada"',
        f'rel="canonical" href="{app.url}/posts/{post}"',
        'property="og:title" content="Title open to all"',
        'property="og:description" content="Words open to all',
        'name="twitter:card" content="summary"',
    ):
        assert tag in head, tag
    assert "og:image" not in head


def test_a_space_lists_its_posts_as_links(app: RunningApp, furnished: Stage) -> None:
    _, page = fetch(app, f"/spaces/{furnished.slugs['public']}")
    assert f'<a href="/posts/{furnished.ids["public post"]}">Title open to all</a>' in page
    assert "<h1>public open to all</h1>" in page
    assert 'property="og:type" content="website"' in page


class Parts(HTMLParser):
    """Elements and attributes of a page's body."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note it."""
        self.seen.append((tag, dict(attrs)))


def test_nothing_that_people_write_becomes_markup(app: RunningApp, furnished: Stage) -> None:
    cast = furnished.cast
    space = cast.space(f"Bold {BAD[:40]}", slug="hostile", visibility="public", description=BAD)
    ada = Credential(session_hash=digest(furnished.sign_in("ada")))  # other tests end her sessions
    post = cast.post(ada, space, f'{BAD}\n\n![p](https://example.org/a.png?x=1&y="2)', title=BAD)
    gone = cast.do(ada, comment, CommentDraft(post_id=post, content=f"{BAD} {REMOVED}"))
    cast.do(ada, remove_comment, gone)
    cast.do(ada, comment, CommentDraft(post_id=post, content=BAD))
    for path in (f"/posts/{post}", "/spaces/hostile"):
        _, page = fetch(app, path)
        assert REMOVED not in page
        assert page.count("</body>") == 1
        parts = Parts()
        parts.feed(page[page.index("data-served-body") - 5 :])
        assert [tag for tag, _ in parts.seen if tag in {"script", "iframe", "style", "link", "meta"}] == []
        attributes = [(name, value) for _, given in parts.seen for name, value in given.items()]
        assert [name for name, _ in attributes if name.startswith("on") or name == "style"] == []
        assert [value for _, value in attributes if value and "javascript:" in value] == []
        assert html.escape("<script>alert(1)</script>") in page
    cast.do(cast.olu, archive_space, space)
    assert fetch(app, f"/posts/{post}")[0] == 200  # archived is still read
