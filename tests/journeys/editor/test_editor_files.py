"""Pictures, files and videos in the editor: sent, stopped, refused, played."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.editor.desk import GIVE, PIXEL, posted


def test_pictures_are_dropped_pasted_and_chosen(house, space, ada, page):
    page.keyboard.type("Look: ")
    page.evaluate(GIVE, ["paste", "our-garden.png", PIXEL])
    expect(page.locator(".ProseMirror img[src]")).to_have_attribute("alt", "our garden")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Image or file").click()
    chooser.value.set_files({"name": "plan.txt", "mimeType": "text/plain", "buffer": b"dig, sow, water"})
    expect(page.locator(".ProseMirror a")).to_have_text("plan.txt")
    stored = posted(house, page, ada, space)
    assert re.fullmatch(r"Look: !\[our garden\]\(/files/\S+\)\[plan\.txt\]\(/files/\S+\)", stored)
    picture = page.locator(".post .prose img")
    assert picture.evaluate("(image) => image.decode().then(() => image.naturalWidth)") == 1


def test_an_upload_shows_how_far_it_is_and_can_be_stopped(house, space, ada, page):
    page.route("**/files", lambda route: None)  # never answered
    page.evaluate(GIVE, ["drop", "slow.png", PIXEL])
    row = page.get_by_role("list", name="Files on their way")
    expect(row.get_by_role("progressbar", name="Sending slow.png")).to_be_visible()
    page.locator(".ProseMirror").press_sequentially("words")
    expect(page.get_by_role("button", name="Post", exact=True)).to_be_disabled()
    row.get_by_role("button", name="Cancel slow.png").click()
    expect(row).to_have_count(0)
    expect(page.get_by_role("button", name="Post", exact=True)).to_be_enabled()
    assert posted(house, page, ada, space) == "words"


def test_a_refused_file_says_why_and_is_tried_again(house, space, ada, page):
    page.evaluate(GIVE, ["drop", "lie.png", "bm8gcGljdHVyZQ=="])
    row = page.get_by_role("list", name="Files on their way")
    expect(row.get_by_role("alert")).not_to_be_empty()
    page.route("**/files", lambda route: route.abort())
    row.get_by_role("button", name="Try lie.png again").click()
    expect(row.get_by_role("alert")).to_contain_text("cut off")
    row.get_by_role("button", name="Dismiss lie.png").click()
    expect(row).to_have_count(0)


def test_a_video_is_played_only_once_somebody_opens_it(house, space, ada, page):
    asked: list[str] = []
    page.route("https://www.youtube-nocookie.com/**", lambda route: (asked.append(route.request.url), route.abort()))
    page.keyboard.type("https://youtu.be/dQw4w9WgXcQ ")
    expect(page.locator(".ProseMirror .video-link")).to_be_visible()
    assert posted(house, page, ada, space) == "https://youtu.be/dQw4w9WgXcQ"
    shown = page.locator(".post .prose")
    expect(shown.locator("summary")).to_have_text("YouTube video")
    page.wait_for_load_state("networkidle")
    assert asked == []
    shown.locator("summary").press("Enter")
    expect(shown.locator("iframe")).to_be_visible()
    page.wait_for_timeout(300)
    assert asked == ["https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1"]
    expect(shown.get_by_role("link", name="youtu.be")).to_be_visible()
