"""Bringing files over HTTP: who may, what is refused, and what is left of an upload that is cut off."""

from __future__ import annotations

import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests import samples
from tests.server import RunningApp
from tests.web.carrying import EDGE, PICTURE, ask, bring, fetch, form, kept
from tests.web.stage import Stage
from tests.web.test_doors import ELSEWHERE, OURS, cookie

pytestmark = pytest.mark.timeout(300)  # the first start builds the front end


def test_a_picture_is_brought_and_fetched(app: RunningApp, furnished: Stage) -> None:
    ada = furnished.sign_in("ada")
    answer, card = bring(app, ada)
    assert answer.status == 201
    assert answer.headers["cache-control"] == "no-store"
    assert set(card) == {"id", "url", "name", "type", "width", "height", "size"}
    assert (card["width"], card["height"], card["type"]) == (800, 600, "image/webp")
    answer, body = fetch(app, card["url"], ada)
    assert answer.status == 200
    assert body[:4] == b"RIFF"
    assert answer.headers["content-type"] == "image/webp"
    assert int(answer.headers["content-length"]) == len(body)
    assert answer.headers["content-disposition"].startswith("inline")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "immutable" in answer.headers["cache-control"]
    assert len(fetch(app, card["url"] + "?w=320", ada)[1]) < len(body)


def test_an_attachment_is_saved_and_never_shown(app: RunningApp, furnished: Stage) -> None:
    ada = furnished.sign_in("ada")
    _, card = bring(app, ada, samples.PDF, 'Zoë "plan".pdf')
    answer, body = fetch(app, card["url"], ada)
    assert body == samples.PDF
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''Zo%C3%AB%20plan.pdf"


def test_those_who_may_not_bring_files_are_told(app: RunningApp, furnished: Stage) -> None:
    before = len(kept(app))
    for secret in furnished.outsiders().values():
        answer, said = bring(app, secret)
        assert answer.status == 401
        assert said["detail"] == "Sign in to add files."
    assert len(kept(app)) == before


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_no_page_of_anybodys_brings_files(app: RunningApp, furnished: Stage, elsewhere) -> None:  # type: ignore[no-untyped-def]
    before = len(kept(app))
    headers = elsewhere(app.port) | cookie(furnished.sign_in("ada"))
    headers |= {"Content-Type": f"multipart/form-data; boundary={EDGE}"}
    answer, _ = ask(app, "POST", "/files", headers, form(PICTURE))
    assert answer.status == 403
    assert len(kept(app)) == before


REFUSED = {
    "page.png": (samples.HTML, 415),
    "drawing.svg": (samples.SVG, 415),
    "program.exe": (b"MZ" + b"\0" * 600, 415),
    "bomb.png": (samples.png_header(10_000, 5_000), 413),
    "film.gif": (samples.gif_of_many_frames(5_000), 413),
    "cut.jpg": (samples.picture()[:3_000], 422),
    "empty.png": (b"", 422),
}


@pytest.mark.parametrize("name", REFUSED)
def test_bad_files_are_refused_in_words(app: RunningApp, furnished: Stage, name: str) -> None:
    before, logged = len(kept(app)), len(app.log)
    answer, said = bring(app, furnished.sign_in("ada"), REFUSED[name][0], name)
    assert answer.status == REFUSED[name][1]
    assert said["detail"].endswith(".")
    assert len(kept(app)) == before
    assert "Traceback" not in app.log[logged:]


BODIES = {
    "no file": (f"multipart/form-data; boundary={EDGE}", form(PICTURE, field="picture")),
    "no form": ("application/json", b"{}"),
    "no boundary": ("multipart/form-data", form(PICTURE)),
    "another boundary": ("multipart/form-data; boundary=x", form(PICTURE)),
    "a text for a file": (
        f"multipart/form-data; boundary={EDGE}",
        f'--{EDGE}\r\nContent-Disposition: form-data; name="file"\r\n\r\nwords\r\n--{EDGE}--\r\n'.encode(),
    ),
    "two files": (f"multipart/form-data; boundary={EDGE}", form(PICTURE)[: -len(EDGE) - 8] + b"\r\n" + form(PICTURE)),
    "nothing": (f"multipart/form-data; boundary={EDGE}", b""),
    "a broken form": (f"multipart/form-data; boundary={EDGE}", b"\0" * 500),
    "half a form": (f"multipart/form-data; boundary={EDGE}", form(PICTURE)[:400]),
}


@pytest.mark.parametrize("name", BODIES)
def test_what_is_no_upload_is_refused_in_words(app: RunningApp, furnished: Stage, name: str) -> None:
    before, logged = len(kept(app)), len(app.log)
    content_type, body = BODIES[name]
    headers = OURS | cookie(furnished.sign_in("ada")) | {"Content-Type": content_type}
    answer, said = ask(app, "POST", "/files", headers, body)
    assert answer.status == 422
    assert "Choose one" in json.loads(said)["detail"]
    assert len(kept(app)) == before
    assert "Traceback" not in app.log[logged:]


def raw_upload(app: RunningApp, secret: str, *headers: str) -> socket.socket:
    """A connection on which an upload has begun."""
    opened = socket.create_connection(("localhost", app.port), timeout=20)
    own = (f"Cookie: opentribe_session={secret}", f"Content-Type: multipart/form-data; boundary={EDGE}")
    begin = ("POST /files HTTP/1.1", f"Host: localhost:{app.port}", "Sec-Fetch-Site: same-origin")
    opened.sendall("\r\n".join((*begin, *own, *headers)).encode() + b"\r\n\r\n")
    return opened


def test_thirty_megabytes_are_refused_before_they_are_sent(app: RunningApp, furnished: Stage) -> None:
    with raw_upload(app, furnished.sign_in("ada"), "Content-Length: 30000000") as opened:
        assert b" 413 " in opened.recv(65_536).split(b"\r\n")[0]


def test_thirty_megabytes_are_refused_while_they_are_sent(app: RunningApp, furnished: Stage) -> None:
    with raw_upload(app, furnished.sign_in("ada"), "Transfer-Encoding: chunked") as opened:
        head = form(b"", "big.txt").split(b"\r\n\r\n")[0] + b"\r\n\r\n"
        opened.sendall(f"{len(head):x}\r\n".encode() + head + b"\r\n")
        sent, part = 0, b"100000\r\n" + b"a" * 0x100000 + b"\r\n"
        try:
            while sent < 60_000_000:
                opened.sendall(part)
                sent += 0x100000
        except OSError:
            pass  # it was hung up on
        assert sent < 60_000_000 or b" 413 " in opened.recv(65_536).split(b"\r\n")[0]
    answer, _ = bring(app, furnished.sign_in("ada"))
    assert answer.status == 201


def test_an_upload_that_is_cut_off_leaves_nothing(app: RunningApp, furnished: Stage) -> None:
    before, logged = len(kept(app)), len(app.log)
    rows = {key for key in furnished.rows() if key[0] == "files"}
    body = form(samples.picture("PNG", size=(2_000, 1_500)))
    for _ in range(5):
        opened = raw_upload(app, furnished.sign_in("ada"), f"Content-Length: {len(body)}")
        opened.sendall(body[: len(body) // 2])
        opened.close()
    time.sleep(0.5)
    assert len(kept(app)) == before
    assert {key for key in furnished.rows() if key[0] == "files"} == rows
    assert "Traceback" not in app.log[logged:]


def test_the_same_file_twice_at_once_is_two_files(app: RunningApp, furnished: Stage) -> None:
    ada = furnished.sign_in("ada")
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda _: bring(app, ada), range(8)))
    assert [answer.status for answer, _ in done] == [201] * 8
    assert len({card["id"] for _, card in done}) == 8
    assert len({fetch(app, card["url"], ada)[1] for _, card in done}) == 1
