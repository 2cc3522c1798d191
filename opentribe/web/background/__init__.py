"""What owners and admins see of the work in the background."""

from opentribe.web.background.pages import PAGES

__all__ = ["PAGES"]
