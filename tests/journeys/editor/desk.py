"""What the journeys in the editor have in common: opening it, giving it things, sending what was written."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from opentribe.domain.posts.queries import get_post, list_space_feed

PASTE = """([kind, text]) => {
  const data = new DataTransfer();
  data.setData(kind, text);
  const how = {clipboardData: data, bubbles: true, cancelable: true};
  document.querySelector('.ProseMirror').dispatchEvent(new ClipboardEvent('paste', how));
}"""

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
GIVE = """([kind, name, base64]) => {
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, {type: 'image/png'}));
  const page = document.querySelector('.ProseMirror');
  const {left, top} = page.getBoundingClientRect();
  const where = {clientX: left + 30, clientY: top + 24, bubbles: true, cancelable: true};
  page.dispatchEvent(kind === 'drop' ? new DragEvent('drop', {...where, dataTransfer: data})
    : new ClipboardEvent('paste', {...where, clipboardData: data}));
}"""


def open_editor(page: Page, space) -> None:
    page.goto(f"/spaces/{space.slug}")
    page.get_by_role("button", name="Share something").click()
    expect(page.locator(".ProseMirror")).to_be_focused()


def posted(house, page: Page, who, space) -> str:
    """Send, and the Markdown that was stored."""
    expect(page.get_by_role("button", name="Post", exact=True)).to_be_enabled()  # files are there
    page.keyboard.press("Control+Enter")
    expect(page.locator(".post .prose").first).to_be_visible()
    post = house.do(who, list_space_feed, space.slug).items[0]
    assert not page.complaints
    return house.do(who, get_post, post.id).content
