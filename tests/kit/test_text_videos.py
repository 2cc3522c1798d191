"""Links to videos: which get a player, of which address, and that no other frame gets through."""

from __future__ import annotations

import re

import pytest

from opentribe.kit.text import excerpt, plain, render
from opentribe.kit.text.sanitising import sanitise
from opentribe.kit.text.videos import FRAME_HOSTS, video_at
from opentribe.web.serving.headers import content_security_policy

TUBE = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1"
LOOM = "0123456789abcdef0123456789abcdef"
SHOWN = {
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ": TUBE,
    "https://youtube.com/watch?list=x&v=dQw4w9WgXcQ&t=42": TUBE + "&start=42",
    "http://m.youtube.com/shorts/dQw4w9WgXcQ": TUBE,
    "https://youtu.be/dQw4w9WgXcQ?t=1h2m3s": TUBE + "&start=3723",
    "https://youtu.be/dQw4w9WgXcQ?t=soon": TUBE,
    "https://youtu.be/dQw4w9WgXcQ?t=99999h": TUBE,
    "https://vimeo.com/76979871": "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1",
    "https://vimeo.com/76979871/AB12cd34ef": "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1&h=ab12cd34ef",
    f"https://www.loom.com/share/{LOOM}?sid=2": f"https://www.loom.com/embed/{LOOM}?autoplay=1",
}
NOT_SHOWN = [
    "https://youtube.com.evil.org/watch?v=dQw4w9WgXcQ",
    "https://evil.org/?https://youtu.be/dQw4w9WgXcQ",
    "https://youtu.be/dQw4w9WgXcQtoolong",
    "https://youtu.be/short",
    "https://vimeo.com/channels/staffpicks",
    f"https://loom.com/share/{LOOM}00",
    "ftp://youtu.be/dQw4w9WgXcQ",
]


@pytest.mark.parametrize(("address", "player"), SHOWN.items())
def test_a_link_alone_gets_a_player_and_stays_a_link(address, player):
    html = render(f"Before\n\n{address}\n\nafter")
    assert f'<iframe src="{player.replace("&", "&amp;")}"' in html
    assert f'href="{address.replace("&", "&amp;")}"' in html
    assert html.count("<iframe") == 1


@pytest.mark.parametrize("address", NOT_SHOWN)
def test_other_addresses_get_none(address):
    assert video_at(address) is None
    assert "<iframe" not in render(address)


@pytest.mark.parametrize("text", ["see {}", "[words]({})", "- {}", "> {}", "{0}\n{0}", "`{}`", "**{}**", "# {}"])
def test_a_link_among_words_gets_none(text):
    assert "<iframe" not in render(text.format("https://youtu.be/dQw4w9WgXcQ"))


def test_a_frame_is_sandboxed_and_waits_to_be_opened():
    html = render("https://youtu.be/dQw4w9WgXcQ")
    assert re.search(r'<details class="video"><summary>YouTube video</summary><iframe ', html)
    for told in ('loading="lazy"', 'sandbox="allow-scripts ', 'title="YouTube video"', "referrerpolicy="):
        assert told in html
    assert "allow-top-navigation" not in html


@pytest.mark.parametrize(
    "source",
    [
        "https://evil.org",
        "javascript:alert(1)",
        "//youtu.be/x",
        TUBE + "&x=1",
        TUBE.replace("nocookie", "evil"),
        "data:,x",
    ],
)
def test_no_other_frame_gets_through(source):
    assert "src" not in sanitise(f'<iframe src="{source}" srcdoc="<b>x</b>" onload="x()"></iframe>')


def test_the_policy_frames_these_hosts_and_no_others():
    assert f"frame-src {' '.join(FRAME_HOSTS)};" in content_security_policy()
    assert all(any(player.startswith(host + "/") for host in FRAME_HOSTS) for player in SHOWN.values())


def test_excerpts_show_the_player_and_plain_text_the_link():
    assert "<iframe" in excerpt("https://youtu.be/dQw4w9WgXcQ").html
    assert plain("https://youtu.be/dQw4w9WgXcQ", 100) == "https://youtu.be/dQw4w9WgXcQ"
