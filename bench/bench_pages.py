"""Pages in a real Chromium on a production build: paints, the first post, bytes and requests, cold and warm."""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from bench.community import found, write_posts
from bench.report import keep, table
from opentribe.kit import migrations
from opentribe.kit.db import Database
from opentribe.settings import SQLITE_FILE
from opentribe.web.session.cookie import COOKIE
from tests.browser import launch
from tests.server import running_app

POSTS = 300
ROUNDS = 5
LISTED = 14
KINDS = ("Document", "Script", "Stylesheet", "Font", "Image")
# A home connection: latency in ms, throughput in bytes per second.
SLOWER = {"offline": False, "latency": 40, "downloadThroughput": 10e6 / 8, "uploadThroughput": 5e6 / 8}
FEED, TEXT, FORM = ".feed .post .prose", "main .prose", "input[type=password]"
WATCH = """
(selector) => {
  let tell;
  window.__shown = new Promise((resolve) => { tell = resolve; });
  const look = () => {
    const found = document.querySelector(selector);
    if (found && found.getBoundingClientRect().height > 0) {
      // The frame that shows it is the next one.
      requestAnimationFrame(() => tell(performance.now()));
    } else {
      requestAnimationFrame(look);
    }
  };
  look();
}
"""


@dataclass
class Visit:
    """One page opened once."""

    paint: float = 0.0
    contentful: float = 0.0
    shown: float = 0.0
    socket_bytes: int = 0
    bytes: Counter[str] = field(default_factory=Counter)
    requests: int = 0
    files: dict[str, int] = field(default_factory=dict)


def main(rounds: int = ROUNDS) -> None:
    """Serve a community of 300 posts and open its pages; `quick` as an argument opens each once."""
    with tempfile.TemporaryDirectory(prefix="opentribe-bench-") as folder:
        secret, post_id = _fill(Path(folder) / "data")
        with running_app(Path(folder)) as app, sync_playwright() as playwright:
            browser = launch(playwright)
            pages = [
                ("/", "visitor", "", FEED, "/"),
                ("/", "member", secret, FEED, "/"),
                ("/posts/…", "visitor", "", TEXT, f"/posts/{post_id}"),
                ("/sign-in", "visitor", "", FORM, "/sign-in"),
            ]
            _open(browser, app.url + "/", "", FEED)  # the server's own first time
            times, weights, feed_files = [], [], {}
            for name, who, cookie, selector, path in pages:
                pairs = [_open(browser, app.url + path, cookie, selector) for _ in range(rounds)]
                for state, visits in zip(("cold", "warm"), zip(*pairs, strict=True), strict=True):
                    times.append([name, who, state, *_times(visits)])
                    weights.append([name, who, state, *_weights(visits[-1])])
                    _keep(name, who, state, visits)
                feed_files = feed_files or pairs[-1][0].files
            added = _writing(browser, app.url, secret)
            slow = [_open(browser, app.url + "/", "", FEED, slower=True) for _ in range(rounds)]
            for state, visits in zip(("cold", "warm"), zip(*slow, strict=True), strict=True):
                times.append(["/", "visitor, 10 Mbit/s 40 ms", state, *_times(visits)])
            browser.close()
    table(f"Pages, median of {rounds}, ms from the start of the navigation (aim: first post within 1,000 cold)",
          ["page", "who", "cache", "first paint", "contentful", "content shown"], times)  # fmt: skip
    table("Bytes over the wire, headers included (aim: 200 kB for the feed page cold)",
          ["page", "who", "cache", "requests", "total", *map(str.lower, KINDS), "other", "socket"],
          weights)  # fmt: skip
    table("What the editor adds, once, for whoever begins to write (aim: nothing for whoever reads)",
          ["file", "bytes"], [*sorted(added.items()), ["all", sum(added.values())]])  # fmt: skip
    keep("pages", "editor: added when one begins to write", f"{sum(added.values()) / 1000:.0f} kB", "only on writing")
    heaviest = sorted(feed_files.items(), key=lambda pair: -pair[1])[:LISTED]
    table("What weighs most on / cold", ["file", "bytes"], heaviest)


def _fill(data: Path) -> tuple[str, str]:
    """A database with the community in it; a member's secret and a post's id."""
    data.mkdir()
    url = f"sqlite:///{data / SQLITE_FILE}"
    migrations.upgrade(url)
    database = Database(url)
    community = found(database)
    places = write_posts(database, community, POSTS)
    database.close()
    return community.secrets[1], str(places[-1][1])


def _open(browser: Browser, url: str, secret: str, selector: str, *, slower: bool = False) -> tuple[Visit, Visit]:
    """The page opened with nothing in the browser's cache, and once more."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    if secret:
        context.add_cookies([{"name": COOKIE, "value": secret, "url": url}])
    context.add_init_script(f"({WATCH})({selector!r})")
    visits = _visit(context, url, selector, slower=slower), _visit(context, url, selector, slower=slower)
    context.close()
    return visits


def _writing(browser: Browser, url: str, secret: str) -> dict[str, int]:
    """What is fetched between a page that is read and a box that is open, in bytes by file."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_cookies([{"name": COOKIE, "value": secret, "url": url}])
    page = context.new_page()
    page.goto(url)
    page.locator(FEED).first.wait_for()
    page.wait_for_load_state("networkidle")
    protocol = context.new_cdp_session(page)
    paths: dict[str, str] = {}
    added: dict[str, int] = {}
    protocol.on(
        "Network.requestWillBeSent", lambda e: paths.update({e["requestId"]: urlsplit(e["request"]["url"]).path})
    )
    protocol.on(
        "Network.loadingFinished",
        lambda e: added.update({paths.get(e["requestId"], "?"): int(e["encodedDataLength"])}),
    )
    protocol.send("Network.enable")
    page.locator(".composer-prompt").click()
    page.locator(".ProseMirror").wait_for()
    page.wait_for_load_state("networkidle")
    context.close()
    return added


def _visit(context: BrowserContext, url: str, selector: str, *, slower: bool) -> Visit:
    page, visit = context.new_page(), Visit()
    protocol = context.new_cdp_session(page)
    kinds: dict[str, tuple[str, str]] = {}
    received: dict[str, int] = defaultdict(int)

    def asked(event: dict[str, Any]) -> None:
        path = urlsplit(event["request"]["url"]).path
        kinds[event["requestId"]] = (event.get("type", "Other"), path)

    def finished(event: dict[str, Any]) -> None:
        received[event["requestId"]] = int(event["encodedDataLength"])

    def framed(event: dict[str, Any]) -> None:
        visit.socket_bytes += len(event["response"]["payloadData"].encode())

    protocol.on("Network.requestWillBeSent", asked)
    protocol.on("Network.loadingFinished", finished)
    protocol.on("Network.webSocketFrameReceived", framed)
    protocol.send("Network.enable")
    if slower:
        protocol.send("Network.emulateNetworkConditions", SLOWER)
    page.goto(url)
    page.locator(selector).first.wait_for(timeout=15_000)
    visit.shown = page.evaluate("window.__shown")
    page.wait_for_load_state("networkidle")
    paints = page.evaluate("Object.fromEntries(performance.getEntriesByType('paint').map(p => [p.name, p.startTime]))")
    visit.paint, visit.contentful = paints.get("first-paint", 0.0), paints.get("first-contentful-paint", 0.0)
    for request_id, size in received.items():
        kind, path = kinds.get(request_id, ("Other", "?"))
        if size:  # what came from the cache weighs nothing
            visit.bytes[kind] += size
            visit.files[path] = visit.files.get(path, 0) + size
            visit.requests += 1
    page.close()
    return visit


def _times(visits: tuple[Visit, ...]) -> list[str]:
    columns = ([one.paint for one in visits], [one.contentful for one in visits], [one.shown for one in visits])
    return [f"{statistics.median(column):.0f}" for column in columns]


def _weights(visit: Visit) -> list[int]:
    known = [visit.bytes[kind] for kind in KINDS]
    total = sum(visit.bytes.values())
    return [visit.requests, total, *known, total - sum(known), visit.socket_bytes]


def _keep(name: str, who: str, state: str, visits: tuple[Visit, ...]) -> None:
    paint, _, shown = _times(visits)
    weight = sum(visits[-1].bytes.values()) / 1000
    aim = "1,000 ms; 200 kB" if name == "/" and state == "cold" else ""
    figure = f"{paint} ms; {shown} ms; {weight:.0f} kB; {visits[-1].requests} requests"
    keep("pages", f"`{name}` {who}, {state}: first paint; content shown; weight", figure, aim)


if __name__ == "__main__":
    main(1 if "quick" in sys.argv else ROUNDS)
