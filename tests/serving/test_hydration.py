"""The built pages in a real browser, under the policy."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser import complaints
from tests.server import RunningApp


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
@pytest.mark.parametrize("path", ["/", "/sign-in/", "/people/ada/edit"])
def test_a_page_comes_alive_and_nothing_is_held_against_it(
    served: RunningApp, browser: Browser, host: str, path: str
) -> None:
    page = browser.new_page()
    found, sockets, elsewhere = complaints(page), [], []
    page.on("websocket", lambda opened: sockets.append(opened.url))
    page.on("request", lambda asked: elsewhere.append(asked.url) if f"//{host}:" not in asked.url else None)
    page.goto(f"http://{host}:{served.port}{path}")
    page.get_by_text("Count").click()
    page.get_by_text("1", exact=True).wait_for()
    assert [url.split("?")[0] for url in sockets] == [f"ws://{host}:{served.port}/_event/"]
    assert elsewhere == []
    assert found == []
    page.close()


def test_an_unknown_path_shows_the_404_page(served: RunningApp, browser: Browser) -> None:
    page = browser.new_page()
    assert page.goto(f"{served.url}/nowhere").status == 404
    page.get_by_text("404").wait_for()
    page.close()


def test_the_policy_stops_what_it_should(served: RunningApp, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(served.url)
    page.evaluate("document.head.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))")
    assert page.evaluate("window.ran") is None
    assert page.evaluate("(() => { const f = document.createElement('iframe'); f.src = '/'; document.body.append(f);"
                         "return new Promise(r => f.onload = () => r(f.contentDocument === null)) })()")  # fmt: skip
    page.close()


def test_a_minimal_page_stays_light(served: RunningApp, browser: Browser) -> None:
    """Reflex, React and the socket alone; a page that grows past this carries something it should not."""
    page = browser.new_page()
    sizes: dict[str, int] = {}
    page.on("response", lambda got: sizes.__setitem__(got.url, int(got.headers.get("content-length", 0))))
    page.goto(served.url)
    page.get_by_text("Count").click()
    page.get_by_text("1", exact=True).wait_for()
    scripts = sum(size for url, size in sizes.items() if url.endswith(".js"))
    assert 50_000 < scripts < 145_000
    page.close()
