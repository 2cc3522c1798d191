"""What floats over the editor, wide and narrow, light and dark: seen, and usable by everyone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.editor.desk import GIVE, PIXEL, open_editor
from tests.journeys.looking import check_looks


def slash_menu(page: Page) -> None:
    page.keyboard.type("/")
    expect(page.get_by_role("listbox", name="Blocks")).to_be_visible()


def people(page: Page) -> None:
    page.keyboard.type("Hello @a")
    expect(page.get_by_role("option").first).to_be_visible()


def table_bar(page: Page) -> None:
    page.keyboard.type("/tabl")
    page.keyboard.press("Enter")
    page.keyboard.type("Name")
    expect(page.get_by_role("group", name="Table")).to_be_visible()


def link_field(page: Page) -> None:
    page.keyboard.type("read this")
    page.keyboard.press("Control+k")
    expect(page.get_by_label("Address of the link")).to_be_focused()


def uploads(page: Page) -> None:
    page.route("**/files", lambda route: None)  # never answered
    page.evaluate(GIVE, ["drop", "slow.png", PIXEL])
    expect(page.get_by_role("progressbar", name="Sending slow.png")).to_be_visible()


SCENES = {"slash": slash_menu, "people": people, "table": table_bar, "link": link_field, "uploads": uploads}


@pytest.mark.parametrize("scene", list(SCENES))
def test_what_floats_over_the_editor_can_be_used_by_everyone(house, space, ada, scene):
    page = house.page(ada, reduced_motion="reduce")
    open_editor(page, space)
    SCENES[scene](page)
    check_looks(page, f"editor-{scene}")
