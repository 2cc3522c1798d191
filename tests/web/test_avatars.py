"""Drawn portraits over HTTP: the same for ever, compressed, and nothing but portraits."""

from __future__ import annotations

import brotli
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from opentribe.kit.portraits import portrait
from opentribe.web.widgets.avatars import ROUTES


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=ROUTES))


def test_a_portrait_is_drawn_and_kept(client: TestClient) -> None:
    answer = client.get("/avatars/ada.svg", headers={"Accept-Encoding": "identity"})
    assert answer.text == portrait("ada")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "immutable" in answer.headers["cache-control"]


def test_it_travels_compressed(client: TestClient) -> None:
    with client.stream("GET", "/avatars/ada.svg", headers={"Accept-Encoding": "gzip, br"}) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "br"
    assert brotli.decompress(raw).decode() == portrait("ada")
    assert len(raw) < 1000


@pytest.mark.parametrize("seed", ["Ada", "a b", "..%2f..%2fetc", "a" * 65, "<script>", "%00"])
def test_what_is_no_seed_does_not_exist(client: TestClient, seed: str) -> None:
    assert client.get(f"/avatars/{seed}.svg").status_code == 404
