"""A space, a member, and her browser with the editor open."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from opentribe.domain.spaces.commands import create_space
from opentribe.domain.spaces.schemas import SpaceDraft
from opentribe.kit.ids import new_id
from tests.browser import complaints
from tests.journeys.editor.desk import open_editor


@pytest.fixture
def space(house):
    return house.do(house.olu, create_space, SpaceDraft(name=f"Easel {new_id().hex[-6:]}"))


@pytest.fixture
def ada(house):
    return house.member()


@pytest.fixture
def page(house, space, ada) -> Page:
    page = house.page(ada)
    page.complaints = complaints(page)
    open_editor(page, space)
    return page
