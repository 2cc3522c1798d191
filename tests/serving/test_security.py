"""What the answers tell the browser to refuse, and who may connect."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import websocket

from opentribe.web.serving.headers import SecurityHeaders, content_security_policy, script_hashes
from opentribe.web.serving.origins import is_same_origin
from tests.server import RunningApp, running_app
from tests.serving.conftest import NO_TOOLS
from tests.serving.test_pages import ask

EVERYWHERE = ["/", "/posts/x", "/nope", "/robots.txt", "/healthz", "/assets/none.js", "/_event/", "/only-post"]


@pytest.mark.parametrize("path", EVERYWHERE)
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST"])
def test_every_answer_carries_the_headers(served: RunningApp, path: str, method: str) -> None:
    headers = ask(served, path, method, origin="https://evil.example", access_control_request_method="POST")[0].headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy
    assert "unsafe" not in re.search("script-src [^;]*", policy)[0]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert headers["strict-transport-security"] is None
    assert headers["access-control-allow-origin"] is None
    assert headers["access-control-allow-credentials"] is None


@pytest.mark.parametrize("path", ["/", "/sign-in", "/posts/x", "/people/a/edit", "/nope"])
def test_the_policy_of_a_page_names_all_its_inline_scripts(served: RunningApp, path: str) -> None:
    response, body = ask(served, path)
    sources = re.search("script-src ([^;]*)", response.headers["content-security-policy"])[1].split()
    assert sources == ["'self'", *script_hashes(body)]
    assert len(sources) > 3


def test_a_route_may_set_its_own_policy(served: RunningApp) -> None:
    headers = ask(served, "/own-policy")[0].headers
    assert headers.get_all("content-security-policy") == ["default-src 'self'"]


def test_https_is_insisted_on_only_where_it_is_spoken() -> None:
    def names(public_url: str) -> set[bytes]:
        return {name for name, _ in SecurityHeaders(None, public_url).headers}  # type: ignore[arg-type]

    assert b"strict-transport-security" in names("https://tribe.example")
    assert b"strict-transport-security" not in names("http://localhost:3000")
    assert "connect-src 'self' wss://tribe.example;" in content_security_policy(public_url="https://tribe.example")


def connect(app: RunningApp, **options: object) -> str:
    """Open the websocket and return the first message. Raises WebSocketBadStatusException when refused."""
    opened = websocket.create_connection(
        f"ws://localhost:{app.port}/_event/?EIO=4&transport=websocket&token=t", timeout=10, **options
    )
    try:
        return str(opened.recv())
    finally:
        opened.close()


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost:1", "http://localhost.evil.example", "file://", "x"]
)
def test_a_foreign_page_cannot_open_the_websocket(served: RunningApp, origin: str) -> None:
    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        connect(served, origin=origin)
    assert refused.value.status_code == 403


def test_our_pages_and_scripts_can(served: RunningApp) -> None:
    assert connect(served, suppress_origin=True).startswith("0{")
    assert connect(served, origin=served.url).startswith("0{")
    own = f"127.0.0.1:{served.port}"
    assert connect(served, origin=f"http://{own}", host=own).startswith("0{")


def test_polling_is_no_way_around(served: RunningApp) -> None:
    response, _ = ask(served, "/_event/?EIO=4&transport=polling", origin="https://evil.example")
    assert response.status == 403


def test_forwarded_hosts_count_only_behind_a_proxy(served: RunningApp, project: Path, tmp_path: Path) -> None:
    forwarded = {"origin": "https://tribe.example", "header": {"X-Forwarded-Host": "tribe.example"}}
    with pytest.raises(websocket.WebSocketBadStatusException):
        connect(served, **forwarded)
    settings = {"OPENTRIBE_PUBLIC_URL": "https://public.example", "OPENTRIBE_MODE": "local", "PATH": NO_TOOLS}
    with running_app(tmp_path, project, OPENTRIBE_TRUSTED_PROXY_HOPS="1", **settings) as behind:
        assert connect(behind, **forwarded).startswith("0{")
        assert connect(behind, origin="https://public.example").startswith("0{")
        assert "max-age" in ask(behind, "/")[0].headers["strict-transport-security"]
        with pytest.raises(websocket.WebSocketBadStatusException):
            connect(behind, origin="https://evil.example")


@pytest.mark.parametrize(
    ("origin", "host", "scheme", "same"),
    [
        ("http://localhost:3000", "localhost:3000", "ws", True),
        ("https://tribe.example", "tribe.example", "wss", True),
        ("https://tribe.example", "tribe.example:443", "wss", True),
        ("https://tribe.example", "tribe.example", "ws", True),  # a proxy unwrapped TLS
        ("http://tribe.example", "tribe.example", "wss", False),  # a plain page on a secure connection
        ("https://tribe.example:8443", "tribe.example", "wss", False),
        ("https://TRIBE.example", "tribe.EXAMPLE", "wss", True),
        ("http://[::1]:3000", "[::1]:3000", "ws", True),
        ("https://tribe.example:x", "tribe.example", "wss", False),
        ("", "", "ws", False),
        ("null", "null", "ws", False),
    ],
)
def test_same_origin(origin: str, host: str, scheme: str, same: bool) -> None:
    assert is_same_origin(origin, host, scheme) is same
