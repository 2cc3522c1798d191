"""Bringing pictures in the browser: a face that shows everywhere at once, a cover, a cancelled and a refused upload."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from opentribe.domain.posts.commands import publish
from opentribe.domain.posts.schemas import PostDraft
from opentribe.domain.spaces.commands import create_space
from opentribe.domain.spaces.schemas import SpaceDraft
from opentribe.kit.ids import new_id
from tests import samples
from tests.journeys.looking import PICTURES, check_looks, settle

JPEG = {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": samples.photo(6)}
FILE = re.compile("^/files/")
DROP = """(zone, bytes) => {
  const carried = new DataTransfer();
  carried.items.add(new File([new Uint8Array(bytes)], "dropped.png", {type: "image/png"}));
  zone.dispatchEvent(new DragEvent("drop", {dataTransfer: carried, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def space(house):
    return house.do(house.olu, create_space, SpaceDraft(name=f"Faces {new_id().hex[-6:]}", visibility="public"))


def test_a_face_shows_everywhere_at_once(house, space):
    ada = house.member()
    post = house.do(ada, publish, PostDraft(space_id=space.id, content="Look at me"))
    page = house.page(ada)
    page.goto("/account")
    settle(page)
    page.get_by_label("Upload your picture").set_input_files(JPEG)
    header = page.locator(".account-button img")
    expect(header).to_have_attribute("src", FILE)
    expect(page.locator(".portrait img")).to_have_attribute("src", FILE)
    assert page.evaluate("fetch(document.querySelector('.account-button img').src).then(a => a.status)") == 200
    first = header.get_attribute("src")
    page.goto(f"/posts/{post}")
    expect(page.locator("main .avatar img").first).to_have_attribute("src", first)
    page.goto("/account")
    page.get_by_label("Replace your picture").set_input_files(JPEG)
    expect(header).not_to_have_attribute("src", first)
    page.get_by_role("button", name="Remove your picture").click()
    expect(header).to_have_attribute("src", re.compile("^/avatars/"))
    page.goto(f"/posts/{post}")
    expect(page.locator("main .avatar img").first).to_have_attribute("src", re.compile("^/avatars/"))


def test_an_upload_shows_how_far_it_is_and_can_be_cancelled(house):
    page = house.page(house.member())
    page.goto("/account")
    settle(page)
    slow = page.context.new_cdp_session(page)
    slow.send("Network.enable")
    slow.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 20, "downloadThroughput": 500_000, "uploadThroughput": 60_000},
    )
    big = JPEG | {"buffer": samples.photo() + b"\0" * 3_000_000}
    page.get_by_label("Upload your picture").set_input_files(big)
    expect(page.get_by_role("progressbar", name="Sending your picture")).to_be_visible()
    page.get_by_role("button", name="Cancel", exact=True).click()
    expect(page.get_by_label("Upload your picture")).to_be_attached()
    expect(page.locator(".picture-upload [role=alert]")).to_have_count(0)
    expect(page.locator(".account-button img")).to_have_attribute("src", re.compile("^/avatars/"))


def test_what_is_no_picture_is_refused_in_words(house):
    page = house.page(house.member())
    page.goto("/account")
    settle(page)
    problem = page.locator(".picture-upload [role=alert]")
    for sent, words in (
        ({"name": "page.png", "mimeType": "image/png", "buffer": samples.HTML}, "not what its name says"),
        ({"name": "a.pdf", "mimeType": "application/pdf", "buffer": samples.PDF}, "Choose a picture"),
        ({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": samples.picture()[:3000]}, "damaged"),
        ({"name": "b.png", "mimeType": "image/png", "buffer": samples.png_header(10_000, 5_000)}, "50 megapixels"),
        ({"name": "c.jpg", "mimeType": "image/jpeg", "buffer": b"\0" * 16_000_000}, "up to 15 MB"),
    ):
        page.get_by_label("Upload your picture").set_input_files(sent)
        expect(problem).to_contain_text(words)
    page.get_by_label("Upload your picture").set_input_files(JPEG)
    expect(page.locator(".account-button img")).to_have_attribute("src", FILE)
    expect(problem).to_have_count(0)


def test_a_cover_is_dropped_shown_and_taken_down(house, space):
    page = house.page(house.olu)
    page.goto(f"/spaces/{space.slug}/edit")
    settle(page)
    body = list(samples.picture("PNG", size=(1_600, 900)))
    page.locator(".picture-upload").evaluate(DROP, body)
    expect(page.locator(".picture-upload img.cover")).to_have_attribute("src", FILE)
    visitor = house.page()
    visitor.goto(f"/spaces/{space.slug}")
    cover = visitor.get_by_role("img", name=f"Cover of {space.name}")
    expect(cover).to_be_visible()
    box = cover.bounding_box()
    assert box is not None
    assert abs(box["width"] / box["height"] - 4) < 0.05
    assert visitor.evaluate("document.querySelector('.space-cover').naturalWidth") > 0
    page.get_by_role("button", name="Remove the cover").click()
    expect(page.locator(".picture-upload img.cover")).to_have_count(0)
    visitor.reload()
    expect(visitor.get_by_role("heading", name=space.name)).to_be_visible()
    expect(cover).to_have_count(0)


def test_a_picture_in_a_post_keeps_its_room_before_it_is_there(house, space):
    page = house.page(house.olu)
    page.goto(f"/spaces/{space.slug}")
    settle(page)
    card = page.evaluate(
        """async (bytes) => { const form = new FormData();
        form.append("file", new File([new Uint8Array(bytes)], "view.png"));
        return (await fetch("/files", {method: "POST", body: form})).json(); }""",
        list(samples.picture("PNG", size=(1_400, 700))),
    )
    post = house.do(house.olu, publish, PostDraft(space_id=space.id, content=f"![A view]({card['url']})\n\nBelow"))
    visitor = house.page()
    held = []
    visitor.route("**/files/**", lambda route: held.append(route))
    visitor.goto(f"/posts/{post}")
    image = visitor.get_by_role("img", name="A view")
    expect(visitor.get_by_role("button", name="Share this post")).to_be_visible()  # the page, not its first words
    expect(visitor.locator(".skeleton")).to_have_count(0)
    expect(visitor.get_by_text("Below")).to_be_visible()
    for _ in range(100):
        if held:
            break
        visitor.wait_for_timeout(50)
    visitor.wait_for_timeout(250)
    before, below = image.bounding_box(), visitor.get_by_text("Below").bounding_box()
    assert before is not None
    assert before["height"] > 200
    for each in held:
        each.continue_()
    visitor.wait_for_load_state("networkidle")
    assert visitor.evaluate("[...document.images].every(one => one.complete && one.naturalWidth)")
    assert (image.bounding_box(), visitor.get_by_text("Below").bounding_box()) == (before, below)


def test_pictures_look_right_and_can_be_used_by_everyone(house, space):
    page = house.page(house.olu, reduced_motion="reduce")
    page.goto(f"/spaces/{space.slug}/edit")
    settle(page)
    page.locator(".picture-upload").evaluate(DROP, list(samples.picture("PNG", size=(1_600, 900))))
    expect(page.locator(".picture-upload img.cover")).to_be_visible()
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, address in (("cover-form", ""), ("cover", f"/spaces/{space.slug}"), ("face-form", "/account")):
        if address:
            page.goto(address)
        settle(page)
        check_looks(page, name)
