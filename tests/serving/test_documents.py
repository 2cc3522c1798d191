"""Titles, previews and statuses that are written into a page before it is sent."""

from __future__ import annotations

import re

import brotli
from playwright.sync_api import Browser, expect

from opentribe.web.serving.documents import Document, DocumentRule, write_head
from opentribe.web.serving.headers import script_hashes
from tests.browser import complaints
from tests.server import RunningApp
from tests.serving.test_pages import ask

PAGE = (
    '<html><head><title>Old</title><meta content="x" property="og:image"/></head><body><title>svg</title></body></html>'
)


def test_a_described_page_says_what_it_is(served: RunningApp) -> None:
    response, body = ask(served, "/posts/hello")
    text = body.decode()
    title = "hello &quot;&lt;script&gt;alert(1)&lt;/script&gt;&quot; &amp; co"
    assert f"<title data-served>{title}</title>" in text
    assert f'<meta data-served property="og:title" content="{title}"/>' in text
    assert '<meta data-served name="description" content="First line &lt;/head&gt;&lt;script&gt;alert(2)' in text
    assert f'<meta data-served property="og:url" content="{served.url}/posts/hello"/>' in text
    assert response.headers["vary"] == "Accept-Encoding, Cookie"
    assert response.headers["cache-control"] == "private, no-cache"


def test_its_policy_still_holds(served: RunningApp) -> None:
    response, body = ask(served, "/posts/hello")
    sources = re.search("script-src ([^;]*)", response.headers["content-security-policy"])[1].split()
    assert sources == ["'self'", *script_hashes(body)]


def test_it_is_compressed_and_answers_head(served: RunningApp) -> None:
    response, body = ask(served, "/posts/hello", accept_encoding="br")
    assert (response.headers["content-encoding"], brotli.decompress(body)[:9]) == ("br", b"<!DOCTYPE")
    head, nothing = ask(served, "/posts/hello", "HEAD", accept_encoding="br")
    assert (head.headers["content-length"], nothing) == (str(len(body)), b"")


def test_the_status_depends_on_who_asks(served: RunningApp) -> None:
    stranger, body = ask(served, "/posts/hidden")
    assert (stranger.status, b'content="noindex"' in body) == (404, True)
    assert ask(served, "/posts/hidden", cookie="other=1; key=yes")[0].status == 200
    assert ask(served, "/posts/hidden", cookie="\xff;;=;bad cookie")[0].status == 404


def test_a_failing_description_costs_only_the_preview(served: RunningApp) -> None:
    response, _ = ask(served, "/posts/broken")
    assert response.status == 200
    assert "describing /posts/broken failed" in served.log


def test_only_the_head_is_rewritten() -> None:
    written = write_head(PAGE, Document("New", "x" * 1000), "https://a.example/p")
    assert "Old" not in written
    assert "og:image" not in written
    assert "<title>svg</title>" in written
    assert f'name="description" content="{"x" * 300}"/>' in written


def test_patterns_take_one_segment_each() -> None:
    pattern = DocumentRule("/a.b/[x]/c/[y]", lambda path, cookies: None).compiled()
    assert pattern.fullmatch("/a.b/1/c/2/")
    assert not pattern.fullmatch("/aXb/1/c/2")
    assert not pattern.fullmatch("/a.b/1/2/c/3")


def test_the_browser_keeps_the_served_title_until_it_shows_another_page(served: RunningApp, browser: Browser) -> None:
    page = browser.new_page()
    found = complaints(page)
    page.goto(served.url + "/posts/hello")
    page.get_by_text("Count").click()
    page.get_by_text("1", exact=True).wait_for()
    assert page.title() == 'hello "<script>alert(1)</script>" & co'
    page.get_by_text("Elsewhere").click()
    page.wait_for_url("**/sign-in")
    expect(page).to_have_title("Sign in")
    assert page.locator("[data-served]").count() == 0
    assert found == []


def test_a_title_that_the_page_itself_changes_wins(served: RunningApp, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(served.url + "/topics/hello")
    expect(page).to_have_title(re.compile("^hello"))
    page.get_by_text("Count").click()
    expect(page).to_have_title("Topic 1")
