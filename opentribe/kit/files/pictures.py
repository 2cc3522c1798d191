"""Pictures made anew: upright, without metadata, in sRGB, as WebP in the sizes that pages ask for."""

from __future__ import annotations

import io
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import BinaryIO, Final, NamedTuple

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from opentribe.kit.errors import Invalid, TooLarge, Unsupported
from opentribe.kit.files.encoding import Version, encode
from opentribe.kit.files.moving import is_moving, make_moving
from opentribe.kit.text.pictures import WIDTHS

TALLEST: Final = 16_000  # WebP ends at 16,383
FACES: Final = (96, 256, 512)
COVERS: Final = (640, 1280, 2048)
COVER_SHAPE: Final = 4  # times as wide as high
MOST_PIXELS: Final = 40_000_000
BAND: Final = 256  # lines
DEAR: Final = 12_000_000  # pixels; of pictures that take more than this when decoded, one is made at a time
FORMATS: Final = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")

TOO_MANY_PIXELS = "This picture has {megapixels} megapixels. Use one of at most 40."
BROKEN = "This picture cannot be read: it is damaged or incomplete. Save it again, or choose another."
TOO_SMALL = "This picture is too small. Use one of at least {least} pixels on each side."

_one_at_a_time = threading.Lock()


class Shape(StrEnum):
    """What a picture is for: shown whole, cut to a square, or cut to a band."""

    whole = "whole"
    face = "face"
    cover = "cover"


class Picture(NamedTuple):
    """A picture in all its sizes, the largest last; width and height are that one's."""

    width: int
    height: int
    versions: list[Version]


def make_picture(source: BinaryIO, shape: Shape = Shape.whole) -> Picture:
    """The picture in WebP, never larger than it came.

    Raises TooLarge for too many pixels, before any of them is decoded; Unsupported for what is no picture, Invalid for
    what is damaged or too small.
    """
    with _clear_words():
        source.seek(0)
        image = Image.open(source, formats=FORMATS)
        pixels = image.width * image.height
        if pixels > MOST_PIXELS:
            raise TooLarge(TOO_MANY_PIXELS.format(megapixels=-(-pixels // 1_000_000)))
        if shape is Shape.whole and is_moving(image):
            with _one_at_a_time:
                return _as_picture([make_moving(image)])
        image.draft("RGB", _drafted(image, shape))  # a JPEG is decoded at a half, a quarter or an eighth
        with _alone(image.width * image.height > DEAR):
            return _as_picture(list(_versions(_upright(image, _longest(shape)), shape)))


def _as_picture(versions: list[Version]) -> Picture:
    return Picture(versions[-1].width, versions[-1].height, versions)


def _versions(image: Image.Image, shape: Shape) -> Iterator[Version]:
    """Each size from the one above it, smallest first."""
    image = _cut(image, shape)
    widths = {Shape.whole: WIDTHS, Shape.face: FACES, Shape.cover: COVERS}[shape]
    largest = min(image.width, widths[-1], max(1, image.width * TALLEST // image.height))
    made: list[Version] = []
    for width in sorted({largest, *(width for width in widths if width < largest)}, reverse=True):
        height = max(1, round(image.height * width / image.width))
        if (width, height) != image.size:
            image = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
        made.append(encode(image))
    return reversed(made)


def _cut(image: Image.Image, shape: Shape) -> Image.Image:
    """The middle, in the shape's proportions."""
    if shape is Shape.whole:
        return image
    least = 32 if shape is Shape.face else 200
    if min(image.size) < (32 if shape is Shape.face else 50) or image.width < least:
        raise Invalid(file=TOO_SMALL.format(least=least))
    ratio = 1 if shape is Shape.face else COVER_SHAPE
    width = min(image.width, image.height * ratio)
    return ImageOps.fit(image, (width, max(1, width // ratio)), Image.Resampling.LANCZOS)


def _longest(shape: Shape) -> int:
    return FACES[-1] if shape is Shape.face else WIDTHS[-1]


def _drafted(image: Image.Image, shape: Shape) -> tuple[int, int]:
    """The least that a JPEG may be decoded to: the larger side has to cover the largest size after a turn."""
    wanted = _longest(shape)
    scale = max(wanted / image.width, wanted / image.height)
    return max(1, int(image.width * scale)), max(1, int(image.height * scale))


def _upright(image: Image.Image, wanted: int) -> Image.Image:
    """Decoded, reduced to about what is needed, turned as its camera said, in sRGB with nothing else in it."""
    profile = image.info.get("icc_profile")
    turn = image.getexif().get(0x0112, 1)
    image.load()
    image = _plain_mode(image)
    image = _reduced(image, min(image.size) // wanted)
    if profile:
        image = _in_srgb(image, profile)
    if image.mode not in {"RGB", "RGBA"}:
        image = image.convert("RGB")
    image = image.copy() if image.info else image
    image.info = {}
    method = _TURNS.get(turn)
    return image if method is None else image.transpose(method)


def _reduced(image: Image.Image, times: int) -> Image.Image:
    """A so-many-th of each side, made in bands: the library copies what it scales when it can be seen through."""
    if times < 2:
        return image
    small = Image.new(image.mode, (-(-image.width // times), -(-image.height // times)))
    for top in range(0, image.height, BAND * times):
        band = image.crop((0, top, image.width, min(top + BAND * times, image.height)))
        small.paste(band.reduce(times), (0, top // times))
    return small


_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _plain_mode(image: Image.Image) -> Image.Image:
    """A mode that can be scaled: colours instead of palette entries, eight bits instead of sixteen."""
    if image.mode.startswith("I") or image.mode == "F":
        return image.point(lambda value: value / 256).convert("L") if image.mode != "F" else image.convert("L")
    if image.mode in {"RGB", "RGBA", "L", "CMYK"} and "transparency" not in image.info:
        return image
    is_clear = image.mode in {"LA", "PA", "La", "RGBa"} or "transparency" in image.info
    return image.convert("RGBA" if is_clear else "RGB")


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """The colours that the profile meant. A profile that is broken or of another kind of colour is left aside."""
    try:
        meant = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target = "RGBA" if image.mode == "RGBA" else "RGB"
        found = ImageCms.profileToProfile(image, meant, ImageCms.createProfile("sRGB"), outputMode=target)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return found or image


@contextmanager
def _alone(is_dear: bool) -> Iterator[None]:
    """So that several uploads at once cannot use up the memory."""
    if not is_dear:
        yield
        return
    with _one_at_a_time:
        yield


@contextmanager
def _clear_words() -> Iterator[None]:
    """Whatever a decoder trips over is the file's fault, and said so."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what is odd about a picture is no news for the log
            yield
    except UnidentifiedImageError:
        raise Unsupported(BROKEN) from None
    except Image.DecompressionBombError:
        raise TooLarge("This picture unpacks to far more than 40 megapixels. Use a smaller one.") from None
    except (OSError, SyntaxError, ValueError, TypeError, IndexError, KeyError, EOFError, MemoryError, ArithmeticError):
        raise Invalid(file=BROKEN) from None
