"""A file is what its bytes say; a name that says otherwise is refused, and no name is ever a path."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opentribe.kit.errors import Invalid, Unsupported
from opentribe.kit.files.kinds import recognise
from opentribe.kit.files.names import NAME_LIMIT, address_name, display_name, extension
from tests import samples

KINDS = {
    "cat.jpg": (samples.picture("JPEG"), "image/jpeg", True),
    "cat.JPEG": (samples.picture("JPEG"), "image/jpeg", True),
    "cat.png": (samples.picture("PNG"), "image/png", True),
    "really a jpeg.png": (samples.picture("JPEG"), "image/jpeg", True),
    "cat.gif": (samples.moving("GIF"), "image/gif", True),
    "cat.webp": (samples.picture("WEBP"), "image/webp", True),
    "cat.avif": (samples.picture("AVIF"), "image/avif", True),
    "without a name": (samples.picture("PNG"), "image/png", True),
    "plan.pdf": (samples.PDF, "application/pdf", False),
    "plan": (samples.PDF, "application/pdf", False),
    "all.zip": (samples.zip_bomb(1), "application/zip", False),
    "letter.odt": (samples.zip_bomb(1), "application/vnd.oasis.opendocument.text", False),
    "old.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "application/vnd.ms-excel", False),
    "notes.txt": ("Zoë, naïve".encode(), "text/plain", False),
    "notes": (b"Just words", "text/plain", False),
    "table.csv": ("Name;Ort\nJörg;Köln".encode("cp1252"), "text/csv", False),
    "song.mp3": (b"ID3\x04" + b"\0" * 600, "audio/mpeg", False),
    "clip.mp4": (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0" * 600, "video/mp4", False),
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_what_is_taken(name: str) -> None:
    body, content_type, is_picture = KINDS[name]
    found = recognise(io.BytesIO(body), name)
    assert (found.content_type, found.is_picture) == (content_type, is_picture)


LIES = {
    "html.png": samples.HTML,
    "svg.png": samples.SVG,
    "words.jpg": b"just words",
    "archive.png": samples.zip_bomb(1),
    "paper.webp": samples.PDF,
    "archive.pdf": samples.zip_bomb(1),
    "paper.docx": samples.PDF,
    "words.pdf": b"just words",
    "program.pdf": b"MZ" + b"\0" * 600,
}
NOT_TAKEN = {
    "drawing.svg": samples.SVG,
    "drawing.xml": b"<?xml version='1.0'?>" + samples.SVG,
    "page.html": samples.HTML,
    "page.txt": b"\xef\xbb\xbf \n" + samples.HTML,
    "page": samples.HTML,
    "script.js": b"alert(1)",
    "program.exe": b"MZ\x90\0" + b"\0" * 600,
    "program": b"\x7fELF\x02\x01\x01" + b"\0" * 600,
    "photo.heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 600,
    "scan.tiff": samples.picture("TIFF"),
    "raw.bmp": samples.picture("BMP"),
    "flash.swf": b"CWS\x0a" + b"\0" * 600,
    "noise.bin": bytes(range(256)) * 8,
    "noise.txt": bytes(range(256)) * 8,
    "java.jar": samples.zip_bomb(1),
    "mail.txt.exe": b"just words",
}


@pytest.mark.parametrize("name", [*LIES, *NOT_TAKEN])
def test_what_is_refused(name: str) -> None:
    body = LIES.get(name) or NOT_TAKEN[name]
    with pytest.raises(Unsupported) as refusal:
        recognise(io.BytesIO(body), name)
    assert "." in str(refusal.value)


def test_nothing_is_refused_in_words() -> None:
    with pytest.raises(Invalid, match="empty"):
        recognise(io.BytesIO(b""), "cat.png")


NAMES = {
    "../../etc/passwd": "passwd",
    "..\\..\\boot.ini": "boot.ini",
    "/etc/shadow": "shadow",
    "C:\\Users\\Ada\\cat.png": "cat.png",
    "a\x00b\r\nc.png": "ab c.png",
    "cat\u202egnp.exe": "catgnp.exe",
    "  .hidden. ": "hidden",
    "": "file",
    "...": "file",
    "\u200b\u2800": "file",
    'a"b<c>|d?*.png': "abcd.png",
    "Zoë's Bücher 猫.pdf": "Zoë's Bücher 猫.pdf",
    "dir/": "dir",
}


@pytest.mark.parametrize("sent", NAMES)
def test_names_are_cleaned(sent: str) -> None:
    assert display_name(sent) == NAMES[sent]


def test_a_long_name_keeps_its_extension() -> None:
    name = display_name("x" * 300 + ".pdf")
    assert len(name) == NAME_LIMIT
    assert name.endswith("x.pdf")


@given(st.text(max_size=400))
def test_no_name_is_a_path_or_too_long(sent: str) -> None:
    name = display_name(sent)
    assert 0 < len(name) <= NAME_LIMIT
    assert not set(name) & set('/\\\0\r\n<>"')
    assert name not in {".", ".."}
    ending = address_name(name, "webp")
    assert ending.isascii()
    assert len(ending) <= 80
    assert all(char.isalnum() or char in ".-" for char in ending)
    assert extension(name) == extension(name).lower()
