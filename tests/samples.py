"""Files made on the spot: pictures as cameras and programs write them, and what pretends to be one."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Any

from PIL import Image, ImageCms


def picture(kind: str = "JPEG", size: tuple[int, int] = (800, 600), mode: str = "RGB", **how: Any) -> bytes:
    """A coloured gradient: red from left to right, green from top to bottom."""
    across = Image.linear_gradient("L").rotate(90).resize(size)
    down = Image.linear_gradient("L").resize(size)
    return saved(Image.merge("RGB", (across, down, Image.new("L", size, 60))).convert(mode), kind, **how)


def saved(image: Image.Image, kind: str, **how: Any) -> bytes:
    """An image as a file."""
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def photo(orientation: int = 1, size: tuple[int, int] = (800, 600)) -> bytes:
    """A JPEG with what a phone adds: where it was taken, by what, and which way is up."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SecretPhone"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0)})
    return picture(size=size, exif=exif, comment=b"secret comment")


def in_display_p3() -> bytes:
    """A red picture whose numbers mean another red than sRGB's."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    return saved(Image.new("RGB", (64, 64), (255, 0, 0)), "JPEG", icc_profile=profile)


def moving(kind: str = "GIF", frames: int = 5, size: tuple[int, int] = (120, 80), duration: int = 70) -> bytes:
    """A moving picture, each frame of another colour."""
    shown = [Image.new("RGB", size, (number * 40 % 256, 90, 200 - number % 200)) for number in range(frames)]
    return saved(shown[0], kind, save_all=True, append_images=shown[1:], duration=duration, loop=0)


def png_header(width: int, height: int) -> bytes:
    """A PNG that says how large it is and holds nothing: a few bytes that would unpack to gigabytes."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1_000)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts
    )


def gif_of_many_frames(frames: int) -> bytes:
    """A GIF of one pixel, over and over."""
    whole = moving("GIF", 2, (1, 1))
    start = whole.index(b"\x21\xf9", whole.index(b"\x21\xf9") + 1)
    return whole[:start] + whole[start:-1] * frames + b";"


def zip_bomb(megabytes: int = 200) -> bytes:
    """A small archive of very much nothing."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("nothing.bin", b"\0" * (megabytes * 1_000_000))
    return out.getvalue()


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
HTML = b"<!doctype html><title>x</title><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
