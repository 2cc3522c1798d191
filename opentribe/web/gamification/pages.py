"""The pages about points and levels."""

from __future__ import annotations

from opentribe.web.gamification.points_page import points
from opentribe.web.gamification.points_state import PointsState
from opentribe.web.gamification.settings_page import settings_page
from opentribe.web.gamification.settings_state import PointSettingsState
from opentribe.web.session.page import Page
from opentribe.web.session.state import SessionState

PAGES = (
    Page("/points", points, "Points", [SessionState.enter, PointsState.load]),
    Page(
        "/points/settings",
        settings_page,
        "Points and levels",
        [SessionState.enter, PointSettingsState.load_for_admins],
    ),
)
