"""Pictures come out upright, small, without what their cameras told, and bombs are refused before they are unpacked."""

from __future__ import annotations

import io
import tracemalloc

import pytest
from PIL import Image, ImageCms, ImageOps

from opentribe.kit.errors import Invalid, Refusal, TooLarge
from opentribe.kit.files import Picture, Shape, make_picture, moving, pictures
from tests import samples


def made(body: bytes, shape: Shape = Shape.whole) -> Picture:
    """The picture from a file's bytes."""
    return make_picture(io.BytesIO(body), shape)


def opened(picture: Picture, place: int = -1) -> Image.Image:
    """One of its sizes, decoded."""
    image = Image.open(io.BytesIO(picture.versions[place].body))
    image.load()
    return image


def test_sizes_are_made_and_none_is_larger_than_what_came() -> None:
    found = made(samples.picture(size=(1600, 1000)))
    assert [(one.width, one.height) for one in found.versions] == [(320, 200), (640, 400), (1280, 800), (1600, 1000)]
    assert (found.width, found.height) == (1600, 1000)
    for place, version in enumerate(found.versions):
        assert opened(found, place).size == (version.width, version.height)
        assert opened(found, place).format == "WEBP"


@pytest.mark.parametrize(
    ("size", "widths"), [((100, 80), [100]), ((320, 10), [320]), ((5000, 2500), [320, 640, 1280, 2048])]
)
def test_the_largest_is_2048_wide(size: tuple[int, int], widths: list[int]) -> None:
    assert [one.width for one in made(samples.picture(size=size)).versions] == widths


def test_a_very_tall_picture_fits_the_format() -> None:
    found = made(samples.saved(Image.new("L", (900, 20_000)), "PNG"))
    assert pictures.TALLEST - 50 < found.height <= pictures.TALLEST
    assert abs(found.width / found.height - 900 / 20_000) < 0.001


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_way_the_camera_was_held_is_applied(orientation: int) -> None:
    stored = Image.open(io.BytesIO(samples.photo(orientation)))
    upright = ImageOps.exif_transpose(stored)
    found = made(samples.photo(orientation))
    assert (found.width, found.height) == upright.size
    shown = opened(found).convert("RGB")
    for place in ((40, 40), (upright.width - 40, 40), (40, upright.height - 40)):
        assert all(abs(a - b) < 24 for a, b in zip(shown.getpixel(place), upright.getpixel(place), strict=True))


def test_nothing_of_the_camera_is_left() -> None:
    body = samples.photo(6)
    assert b"SecretPhone" in body
    for place, version in enumerate(made(body).versions):
        assert b"SecretPhone" not in version.body
        assert b"secret comment" not in version.body
        assert not set(opened(made(body), place).info) & {"exif", "icc_profile", "xmp", "comment"}
        assert all(mark not in version.body for mark in (b"EXIF", b"ICCP", b"XMP "))


def test_colours_of_another_profile_are_turned_into_ours() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    broken = samples.picture(icc_profile=b"no profile at all")
    assert made(broken).width == 800
    assert made(samples.picture(icc_profile=lab)).width == 800
    swapped = samples.saved(Image.new("CMYK", (400, 300), (0, 255, 255, 0)), "JPEG")
    red, green, blue = opened(made(swapped)).convert("RGB").getpixel((200, 150))
    assert red > 180
    assert max(green, blue) < 90


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_mode_of_png_is_taken(mode: str) -> None:
    image = Image.new(mode, (400, 300), 40_000 if mode == "I;16" else 1)
    assert made(samples.saved(image, "PNG")).versions[-1].body[:4] == b"RIFF"


def test_what_was_clear_stays_clear() -> None:
    image = Image.new("RGBA", (400, 300), (0, 0, 0, 0))
    image.paste((200, 30, 30, 255), (100, 100, 200, 200))
    for body in (samples.saved(image, "PNG"), samples.saved(image.quantize(), "PNG"), samples.saved(image, "WEBP")):
        shown = opened(made(body)).convert("RGBA")
        assert shown.getpixel((5, 5))[3] == 0
        assert shown.getpixel((150, 150))[3] == 255


def test_sixteen_bits_keep_their_brightness() -> None:
    shown = opened(made(samples.saved(Image.new("I;16", (300, 300), 32_768), "PNG"))).convert("L")
    assert abs(shown.getpixel((150, 150)) - 128) < 4


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_moving_pictures_go_on_moving(kind: str) -> None:
    found = made(samples.moving(kind, frames=7, duration=70))
    assert len(found.versions) == 1
    image = opened(found)
    assert image.n_frames == 7
    assert image.info["loop"] == 0
    lasts = []
    for frame in range(7):
        image.seek(frame)
        image.load()
        lasts.append(image.info["duration"])
    assert lasts == [70] * 7


def test_a_large_moving_picture_is_made_smaller() -> None:
    assert made(samples.moving("GIF", 3, (1440, 900))).width == moving.WIDEST


def test_a_face_is_the_middle_square() -> None:
    image = Image.new("RGB", (900, 600), "blue")
    image.paste("red", (150, 0, 750, 600))
    found = made(samples.saved(image, "PNG"), Shape.face)
    assert [(one.width, one.height) for one in found.versions] == [(96, 96), (256, 256), (512, 512)]
    for place in ((4, 4), (507, 507), (256, 256)):
        assert opened(found).convert("RGB").getpixel(place)[0] > 230


def test_a_face_does_not_move() -> None:
    assert getattr(opened(made(samples.moving("GIF", 5, (200, 200)), Shape.face)), "n_frames", 1) == 1


def test_a_cover_is_a_band() -> None:
    found = made(samples.picture(size=(2400, 1600)), Shape.cover)
    assert [(one.width, one.height) for one in found.versions] == [(640, 160), (1280, 320), (2048, 512)]


@pytest.mark.parametrize(("shape", "size"), [(Shape.face, (20, 400)), (Shape.cover, (100, 100))])
def test_what_is_too_small_is_told_how_large_to_be(shape: Shape, size: tuple[int, int]) -> None:
    with pytest.raises(Invalid, match="too small"):
        made(samples.picture(size=size), shape)


BOMBS = {
    "50 megapixels": samples.png_header(10_000, 5_000),
    "900 megapixels": samples.png_header(30_000, 30_000),
    "four gigapixels": samples.png_header(65_000, 65_000),
    "a jpeg of 54 megapixels": samples.saved(Image.new("L", (9_000, 6_000)), "JPEG"),
    "a very long film": samples.gif_of_many_frames(5_000),
    "a large film": samples.saved(
        Image.new("P", (4_000, 4_000)), "GIF", save_all=True,
        append_images=[Image.new("P", (4_000, 4_000), number) for number in range(1, 12)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_before_it_is_unpacked(name: str) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge, match=r"megapixels"):
            made(BOMBS[name])
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_fifty_megapixels_are_refused_with_words() -> None:
    with pytest.raises(TooLarge, match=r"^This picture has 50 megapixels\. Use one of at most 40\.$"):
        made(BOMBS["50 megapixels"])


BROKEN = {
    "cut jpeg": samples.picture()[:3_000],
    "cut png": samples.picture("PNG")[:2_000],
    "cut gif": samples.moving()[:60],
    "cut webp": samples.picture("WEBP")[:100],
    "a png without data": samples.png_header(300, 300),
    "only the beginning": b"\x89PNG\r\n\x1a\n",
    "zeros": b"\xff\xd8\xff\xe0" + b"\0" * 5_000,
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_damaged_picture_is_refused_in_words(name: str) -> None:
    with pytest.raises(Refusal, match="cannot be read"):
        made(BROKEN[name])


@pytest.mark.parametrize("step", range(40))
def test_a_picture_with_wrong_bytes_is_made_or_refused(step: int) -> None:
    body = bytearray(samples.picture(("JPEG", "PNG", "GIF", "WEBP")[step % 4], size=(200, 150)))
    for place in range(20 + step, len(body), 97):
        body[place] ^= 0x55
    try:
        assert made(bytes(body)).versions
    except Refusal:
        pass


def test_a_jpeg_is_not_decoded_larger_than_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    decoded: list[tuple[int, int]] = []
    real = pictures._upright

    def noted(image: Image.Image, wanted: int) -> Image.Image:
        decoded.append(image.size)
        return real(image, wanted)

    monkeypatch.setattr(pictures, "_upright", noted)
    made(samples.saved(Image.new("L", (7_000, 5_000)), "JPEG"))
    made(samples.saved(Image.new("L", (7_000, 5_000)), "JPEG"), Shape.face)
    assert decoded == [(3_500, 2_500), (875, 625)]
