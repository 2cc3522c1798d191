"""Portraits: a small drawn face for anyone without a picture, always the same for the same seed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from opentribe.kit import portrait_shapes as shapes
from opentribe.kit.robots import draw_robot

Option = TypeVar("Option")

BACKDROPS = (
    "#CBDDCB",
    "#F1D9AE",
    "#F0C8B4",
    "#C4D7E6",
    "#D9CBE4",
    "#E6D3BF",
    "#B5D3CA",
    "#EFD0D6",
    "#D5DDB0",
    "#AFC9D4",
)
HAIR_COLOURS = ("#231B1A", "#3D2A22", "#5B3A29", "#80512F", "#B0743A", "#D9A95B", "#A8492B", "#8C8A88", "#E4DFD6")
# Indices into HAIR_COLOURS; common colours stand more than once. On dark skin, brown and blond would vanish or look
# dyed.
ANY_HAIR = (0, 5, 7, 1, 2, 0, 3, 1, 2, 8, 4, 6)
DARK_HAIR = (0, 0, 1, 1, 2, 7)
DARKEST_HAIR = (0, 0, 0, 7, 8)


class Skin(NamedTuple):
    """The colour of a face, its shade for ears, neck and nose, and what goes with it."""

    face: str
    shade: str
    hair: tuple[int, ...] = ANY_HAIR
    is_dark: bool = False


SKINS = (
    Skin("#E0AC80", "#C98F62"),
    Skin("#F7D7C0", "#E8B99C"),
    Skin("#6B442B", "#50311D", DARKEST_HAIR, is_dark=True),
    Skin("#A66E46", "#8B5833", DARKEST_HAIR, is_dark=True),
    Skin("#F0C5A2", "#DDA47D"),
    Skin("#8A5934", "#6F4526", DARKEST_HAIR, is_dark=True),
    Skin("#C98D5F", "#AF7347", DARK_HAIR),
)
CLOTHS = (
    "#4A7C59",
    "#2F5D62",
    "#C2613F",
    "#D79A35",
    "#6A5A8C",
    "#3F5D8A",
    "#A8505F",
    "#54493F",
    "#7B9E6B",
    "#E8E0D0",
)
INK = "#231C1A"

# Styles that suit most people stand more than once, so that few get a face they cannot see themselves in.
HAIR_CHOICES = (
    "long", "crop", "scarf", "swept", "beanie", "swept", "curls", "crop", "bald", "bob", "braids", "curls", "waves",
    "bob", "quiff", "bun", "curls", "bob", "bun", "afro", "waves", "fringe_bald", "scarf", "quiff", "long", "afro",
    "swept",
)  # fmt: skip
WITHOUT_BEARD = frozenset({"bun", "bob", "long", "waves", "braids", "scarf"})


@dataclass(frozen=True, slots=True)
class Features:
    """What a face is made of; every field is a key or an index into the tables above."""

    backdrop: int
    skin: int
    hair: str
    hair_colour: int
    cloth: int
    collar: str
    eyes: str
    mouth: str
    beard: str
    glasses: str


class _Dice:
    """Choices drawn from a hash, so that they are the same on every machine and Python."""

    def __init__(self, seed: str) -> None:
        self._left = int.from_bytes(hashlib.sha256(seed.encode("utf-8", "replace")).digest())

    def roll(self, sides: int) -> int:
        self._left, face = divmod(self._left, sides)
        return face

    def pick(self, options: Sequence[Option]) -> Option:
        return options[self.roll(len(options))]


def features(seed: str) -> Features:
    """The face that belongs to a seed."""
    dice = _Dice(seed)
    hair = dice.pick(HAIR_CHOICES)
    skin = dice.roll(len(SKINS))
    beard = "" if hair in WITHOUT_BEARD else dice.pick(("", "", "", "full", "short", "moustache"))
    return Features(
        backdrop=dice.roll(len(BACKDROPS)),
        skin=skin,
        hair=hair,
        hair_colour=dice.pick(SKINS[skin].hair),
        cloth=dice.roll(len(CLOTHS)),
        collar=dice.pick(tuple(shapes.COLLARS)),
        eyes=dice.pick(tuple(shapes.EYES)),
        mouth=dice.pick(tuple(shapes.MOUTHS)),
        beard=beard,
        glasses=dice.pick(("", "", "", "round", "square")),
    )


def portrait_address(seed: str) -> str:
    """Where the portrait of a seed is served; the seed is a handle or another url-safe word."""
    return f"/avatars/{seed}.svg"


def portrait(seed: str) -> str:
    """An SVG of 64 x 64 units, opaque to its corners, for a round or square frame of 24 px and more.

    Seeds that begin with `bot-`, which no handle can, give a machine's face.
    """
    return draw_robot(seed) if seed.startswith("bot-") else draw(features(seed))


def draw(face: Features) -> str:
    """The SVG of a face. Only constants from this file reach the markup, never the seed."""
    skin = SKINS[face.skin]
    hair = HAIR_COLOURS[face.hair_colour]
    colours = {
        "B": BACKDROPS[face.backdrop],
        "F": skin.face,
        "S": skin.shade,
        "H": hair,
        # Under a scarf or a hat nobody sees the hair's own colour.
        "W": HAIR_COLOURS[0 if skin.is_dark else 1] if face.hair in {"scarf", "beanie"} else hair,
        "K": "#B8402E" if skin.is_dark else "#E2604A",
        "T": CLOTHS[face.cloth],
        # A scarf or a hat in the colour of the shirt would melt into it.
        "C": CLOTHS[(face.cloth + 3) % len(CLOTHS)],
        "I": INK,
        "G": "#E0B872" if skin.is_dark else INK,
    }
    behind, front = shapes.HAIR[face.hair]
    wears_scarf = face.hair == "scarf"
    parts = (
        shapes.BACKGROUND,
        behind,
        shapes.SHOULDERS,
        "" if wears_scarf else shapes.COLLARS[face.collar] + shapes.EARS,
        shapes.HEAD,
        shapes.BEARDS.get(face.beard, ""),
        front,
        shapes.BROWS,
        f'<g fill="I">{shapes.EYES[face.eyes]}</g>',
        shapes.NOSE,
        shapes.MOUTHS[face.mouth],
        shapes.GLASSES.get(face.glasses, ""),
    )
    drawn = re.sub('"([A-Z])"', lambda letter: f'"{colours[letter[1]]}"', "".join(parts))
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64">{drawn}</svg>'
