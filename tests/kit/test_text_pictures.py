"""Our own pictures in a text come with their size and their smaller versions; others get nothing of it."""

from __future__ import annotations

import re

import pytest

from opentribe.kit.text import excerpt, render
from opentribe.kit.text.sanitising import sanitise

ID = "01990000-0000-7000-8000-000000000001"
OWN = f"/files/{ID}/1600x900/my-cat.webp"


def test_a_picture_of_ours_keeps_its_room_free() -> None:
    html = render(f"![A cat]({OWN})")
    for wanted in ('width="680"', 'height="382"', 'decoding="async"', 'loading="lazy"', 'alt="A cat"', f'src="{OWN}"'):
        assert wanted in html
    steps = re.search('srcset="([^"]+)"', html)
    assert steps is not None
    assert steps[1] == ", ".join(f"{OWN}?w={width} {width}w" for width in (320, 640, 1280, 1600))
    assert 'sizes="(max-width: 760px) 92vw, 680px"' in html
    assert excerpt(f"![A cat]({OWN})").html == html


def test_a_small_one_offers_nothing_smaller() -> None:
    html = render(f"![x](/files/{ID}/200x100/x.webp)")
    assert f'srcset="/files/{ID}/200x100/x.webp?w=200 200w"' in html


def test_a_tall_one_stays_on_the_screen() -> None:
    html = render(f"![x](/files/{ID}/1000x4000/x.webp)")
    assert 'width="140"' in html
    assert 'height="560"' in html


OTHERS = [
    "https://elsewhere.example/files/1600x900/cat.webp", f"/files/{ID}/0x900/cat.webp", f"/files/{ID}/1600x/cat.webp",
    f"/files/{ID}/16000000x9/cat.webp", f"/files/{ID}/cat.webp", "/files/x/1600x900/cat.webp", f"{OWN}.png",
]  # fmt: skip


@pytest.mark.parametrize("address", OTHERS)
def test_other_pictures_say_nothing_of_size(address: str) -> None:
    html = render(f"![A cat]({address})")
    assert "<img" in html
    assert not re.search("width|height|srcset|sizes|decoding", html)


@pytest.mark.parametrize(
    "attribute",
    [
        'srcset="https://evil.example/x.webp 1x"', f'srcset="{OWN}?w=320 320w, https://evil.example/a 640w"',
        f'srcset="{OWN}?w=320 640w"', 'srcset="javascript:alert(1) 1x"', 'width="100%"', 'width="1e9"', 'height="-1"',
        'height="999999"', 'sizes="100vw"', 'decoding="sync"', 'style="width:1px"', 'onload="alert(1)"',
    ],
)  # fmt: skip
def test_what_the_renderer_never_writes_is_taken_out(attribute: str) -> None:
    name = attribute.partition("=")[0]
    assert f" {name}=" not in sanitise(f'<img src="{OWN}" {attribute}>')
