"""Moving pictures: GIF and WebP in one size, with bounds on frames, pixels and time."""

from __future__ import annotations

import contextlib
import io
from typing import Final

from PIL import Image

from opentribe.kit.errors import TooLarge
from opentribe.kit.files.encoding import Version

WIDEST: Final = 720
MOST_FRAMES: Final = 600
MOST_PIXELS: Final = 120_000_000  # of all frames together, as they came
MOST_SENT: Final = 40_000_000  # of all frames together, as they are shown
SHORTEST, USUAL, LONGEST = 10, 100, 10_000  # ms; browsers take up to 10 as the usual
QUALITY: Final = 65
METHOD: Final = 2

TOO_LONG = "This moving picture is too long. Use one of at most {frames} frames and {megapixels} megapixels in all."
_FORMATS: Final = frozenset({"GIF", "WEBP"})


def is_moving(image: Image.Image) -> bool:
    """Whether it is one of the kinds that stay moving and has more than one frame."""
    return image.format in _FORMATS and bool(getattr(image, "is_animated", False))


def make_moving(image: Image.Image) -> Version:
    """The frames as WebP. Raises TooLarge past the bounds, before any frame but the first is decoded."""
    count = _count_frames(image)
    if count > MOST_FRAMES or image.width * image.height * count > MOST_PIXELS:
        raise TooLarge(TOO_LONG.format(frames=MOST_FRAMES, megapixels=MOST_PIXELS // 1_000_000))
    frames = _Frames(image, count)
    out = io.BytesIO()
    frames.save(
        out, "WEBP", save_all=True, duration=frames.durations, loop=image.info.get("loop", 0), quality=QUALITY,
        method=METHOD, background=(0, 0, 0, 0), exif=b"", icc_profile=None,
    )  # fmt: skip
    return Version(frames.width, frames.height, out.getvalue())


def _count_frames(image: Image.Image) -> int:
    """How many frames there are, at most one more than are taken."""
    if image.format == "WEBP":
        return int(image.n_frames)  # type: ignore[attr-defined]
    count = 1
    with contextlib.suppress(EOFError):
        while count <= MOST_FRAMES:
            image._seek(count, False)  # type: ignore[attr-defined] # `n_frames` would read millions
            count += 1
    image._seek(0)  # type: ignore[attr-defined]
    return count


class _Frames(Image.Image):
    """One frame at a time, scaled: all of them together would not fit into memory."""

    def __init__(self, source: Image.Image, count: int) -> None:
        super().__init__()
        self.source = source
        self.n_frames = count
        self.durations: list[int] = []
        scale = min(1, WIDEST / source.width, (MOST_SENT / (source.width * source.height * count)) ** 0.5)
        self._size = (max(1, round(source.width * scale)), max(1, round(source.height * scale)))
        self._mode = "RGBA"
        self.seek(0)

    def seek(self, frame: int) -> None:
        """Decode a frame; the format's writer asks for each once, in order."""
        self.source.seek(frame)
        whole = self.source.convert("RGBA")
        self._im = (whole if whole.size == self._size else whole.resize(self._size, Image.Resampling.BILINEAR)).im
        if frame == len(self.durations):
            lasts = int(self.source.info.get("duration") or USUAL)
            self.durations.append(min(max(lasts if lasts > SHORTEST else USUAL, SHORTEST), LONGEST))

    def tell(self) -> int:
        """The writer goes back to it at the end; any frame will do."""
        return 0
