"""What members are told: the page of notifications."""

from opentribe.web.notifications.pages import PAGES

__all__ = ["PAGES"]
