"""Pages, assets, statuses and caching as a browser or a crawler meets them."""

from __future__ import annotations

import gzip
import http.client
import re
from pathlib import Path

import brotli
import pytest

from tests.server import RunningApp


def ask(app: RunningApp, path: str, method: str = "GET", **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    """One request, byte for byte, with nothing followed or decoded."""
    connection = http.client.HTTPConnection("localhost", app.port, timeout=10)
    connection.putrequest(method, path, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


def an_asset(project: Path, pattern: str = "entry.client-*.js") -> str:
    return "/assets/" + next((project / ".web/build/client/assets").glob(pattern)).name


@pytest.mark.parametrize(
    "path", ["/", "/sign-in", "/sign-in/", "/posts/anything", "/posts/anything/", "/people/ada/edit"]
)
def test_a_page_is_served_at_its_clean_path(served: RunningApp, path: str) -> None:
    response, body = ask(served, path)
    assert (response.status, response.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert body.startswith(b"<!DOCTYPE html>")


def test_static_pages_are_rendered_and_dynamic_ones_are_the_shell(served: RunningApp) -> None:
    assert b"<h1>Sample</h1>" in ask(served, "/sign-in")[1]
    assert b"<title>Sign in</title>" in ask(served, "/sign-in/")[1]
    assert b"<h1>Sample</h1>" not in ask(served, "/people/ada/edit")[1]


@pytest.mark.parametrize(
    "path",
    ["/nope", "/posts", "/people/ada", "/index.html", "/sign-in.html", "/404", "/404.html", "/__spa-fallback", "/index",
     "/ping", "/_health", "/_upload", "/_upload/x", "/_all_routes", "/sign-in/index.html"],
)  # fmt: skip
def test_an_unknown_path_is_the_404_page(served: RunningApp, path: str) -> None:
    response, body = ask(served, path)
    assert (response.status, body[:15]) == (404, b"<!DOCTYPE html>")


@pytest.mark.parametrize(
    "path",
    ["/../rxconfig.py", "/assets/../../../rxconfig.py", "/%2e%2e/%2e%2e/rxconfig.py", "/..%2f..%2frxconfig.py",
     "//etc/passwd", "/assets/%00", "/.web/env.json", "/robots.txt%00.html", "/%ff%fe"],
)  # fmt: skip
def test_no_path_leads_out_of_the_build(served: RunningApp, path: str) -> None:
    response, body = ask(served, path)
    assert response.status in {400, 404}
    assert b"root:" not in body
    assert b"import" not in body.split(b"<script")[0]


def test_hashed_assets_are_kept_for_ever_and_missing_ones_are_not_remembered(served: RunningApp, project: Path) -> None:
    response, _ = ask(served, an_asset(project))
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"
    missing, body = ask(served, "/assets/gone-12345678.js")
    assert (missing.status, missing.headers["cache-control"], body) == (404, "no-store", b"Not found")


def test_pages_are_asked_for_again_and_answered_with_304(served: RunningApp) -> None:
    response, _ = ask(served, "/sign-in", accept_encoding="br")
    assert response.headers["cache-control"] == "no-cache"
    again, body = ask(served, "/sign-in", accept_encoding="br", if_none_match=f'"x", W/{response.headers["etag"]}')
    assert (again.status, body, again.headers["etag"]) == (304, b"", response.headers["etag"])
    other_form, _ = ask(served, "/sign-in", if_none_match=response.headers["etag"])
    assert other_form.status == 200


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("br;q=0.1, gzip;q=0.9", "gzip"), ("br;q=0", None),
     ("identity", None), ("*", "br"), ("", None)],
)  # fmt: skip
def test_compressed_forms(served: RunningApp, project: Path, accepted: str, encoding: str | None) -> None:
    path = an_asset(project)
    plain = (project / ".web/build/client" / path[1:]).read_bytes()
    response, body = ask(served, path, accept_encoding=accepted)
    decoded = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding](body)
    assert (response.headers["content-encoding"], decoded == plain) == (encoding, True)
    assert (response.headers["vary"], int(response.headers["content-length"])) == ("Accept-Encoding", len(body))


@pytest.mark.parametrize("path", ["/", "/posts/x", "/robots.txt", "/nope"])
def test_head_says_what_get_says_without_the_body(served: RunningApp, path: str) -> None:
    (got, content), (head, nothing) = ask(served, path), ask(served, path, "HEAD")
    assert (head.status, nothing) == (got.status, b"")
    assert int(head.headers["content-length"]) == len(content)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_pages_take_no_other_method(served: RunningApp, method: str) -> None:
    response, _ = ask(served, "/sign-in", method)
    assert (response.status, response.headers["allow"]) == (405, "GET, HEAD")


def test_neither_sidecars_nor_source_maps_are_served(served: RunningApp, project: Path) -> None:
    path = an_asset(project)
    assert ask(served, path + ".br")[0].status == 404
    assert ask(served, path + ".map")[0].status == 404
    assert not list((project / ".web/build/client").rglob("*.map"))


def test_the_build_knows_no_address(project: Path) -> None:
    """Everywhere, compressed forms included, the websocket is where the page came from."""
    client = project / ".web/build/client"
    scripts = list(client.rglob("*.js"))
    for script in scripts:
        text = script.read_text()
        compressed = brotli.decompress(script.with_name(script.name + ".br").read_bytes()).decode()
        zipped = gzip.decompress(script.with_name(script.name + ".gz").read_bytes()).decode()
        assert text == compressed == zipped
        assert not re.search(r"(ws|http)://localhost:\d", text)
    asks_the_page = [script for script in scripts if re.search(r"replace\(/\^http/,[`'\"]ws", script.read_text())]
    assert len(asks_the_page) == 1


def test_health_follows_the_database(served: RunningApp) -> None:
    response, body = ask(served, "/healthz")
    assert (response.status, body, response.headers["cache-control"]) == (200, b'{"status":"ok"}', "no-store")
