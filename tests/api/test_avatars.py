"""A bot's picture over the API: a form with a file, and rubbish in its place."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.api.client import Client

BOUNDARY = "b0undary"
FORM = f"multipart/form-data; boundary={BOUNDARY}"


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 200)) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, (20, 120, 90)).save(made, kind)
    return made.getvalue()


def form(body: bytes, name: str = "file", file_name: str = "me.png") -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n\r\n'
    return head.encode() + body + f"\r\n--{BOUNDARY}--\r\n".encode()


def test_a_bot_gives_itself_a_picture_and_takes_it_back(bot: Client) -> None:
    drawn = bot.get("/agents/me")["agent"]["image"]
    reply = bot.post("/agents/me/avatar", form(picture()), content_type=FORM)
    assert reply.status == 200
    given = reply["agent"]["image"]
    assert given != drawn
    assert given.endswith("?w=256")
    assert bot.get("/agents/me")["agent"]["image"] == given
    again = bot.post("/agents/me/avatar", form(picture("WEBP", (90, 400))), content_type=FORM)
    assert again["agent"]["image"] not in {given, drawn}
    assert bot.delete("/agents/me/avatar")["agent"]["image"] == drawn
    assert bot.delete("/agents/me/avatar").status == 200


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (form(b"<svg onload=alert(1)>", file_name="x.svg"), FORM, 415),
        (form(b"\x89PNG\r\n\x1a\n" + b"\0" * 50), FORM, 415),
        (form(b""), FORM, 422),
        (form(picture(), name="picture"), FORM, 422),
        (picture(), "image/png", 415),
        (b"{}", "application/json", 415),
        (b"no parts at all", FORM, 400),
        (form(picture()), "multipart/form-data", 400),
        (form(picture()), "multipart/form-data; boundary=other", 400),
        (b"", FORM, 422),
        (form(b"x" * (6 * 1024 * 1024)), FORM, 413),
    ],
)
def test_what_is_no_picture(bot: Client, body: bytes, content_type: str, status: int) -> None:
    before = bot.get("/agents/me")["agent"]["image"]
    reply = bot.post("/agents/me/avatar", body, content_type=content_type)
    assert (reply.status, reply["success"]) == (status, False)
    assert reply["error"]
    assert bot.get("/agents/me")["agent"]["image"] == before


def test_nobody_without_a_key(client: Client) -> None:
    assert client.post("/agents/me/avatar", form(picture()), content_type=FORM).status == 401
    assert client.delete("/agents/me/avatar").status == 401
