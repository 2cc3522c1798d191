"""Portraits: the same for the same seed, safe to serve, small, and of many faces."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from opentribe.kit.portraits import features, portrait, portrait_address

SEEDS = [f"member{number}" for number in range(400)] + [f"bot-{number}" for number in range(60)]
SHAPES = {"svg", "g", "rect", "circle", "ellipse", "path"}
NAMESPACE = "{http://www.w3.org/2000/svg}"


def test_a_seed_keeps_its_face():
    """Pinned: pages keep portraits for a year, so a face must not change between versions."""
    assert portrait("olu") == portrait("olu")
    face = features("olu")
    assert (face.hair, face.beard, face.glasses) == ("swept", "full", "round")


def test_seeds_differ():
    assert len({portrait(seed) for seed in SEEDS[:400]}) == 400
    assert len({portrait(seed) for seed in SEEDS[400:]}) > 30


@pytest.mark.parametrize(
    "seed", [*SEEDS[::23], "", "<script>", '"/><script>alert(1)</script>', "\ud800", "日本", "x" * 5000]
)
def test_only_shapes_and_colours(seed):
    """No scripts, references or text, whatever the seed says; every placeholder of a colour was filled in."""
    drawn = portrait(seed)
    for element in ElementTree.fromstring(drawn).iter():
        assert element.tag.removeprefix(NAMESPACE) in SHAPES
        assert not [name for name in element.attrib if name.startswith("on") or "href" in name or name == "style"]
        for name in ("fill", "stroke"):
            assert re.fullmatch("none|#[0-9a-fA-F]{3}|#[0-9a-fA-F]{6}", element.get(name, "none"))


def test_small_enough_to_send_by_the_dozen():
    assert max(len(portrait(seed).encode()) for seed in SEEDS) < 2048


def test_bots_look_like_machines():
    assert "#20302A" in portrait("bot-release")  # the screen that no person has
    assert not [seed for seed in SEEDS[:400] if "#20302A" in portrait(seed)]


def test_address():
    assert portrait_address("ada_n") == "/avatars/ada_n.svg"
