"""How the community presents itself: its name and tagline."""

from opentribe.web.branding.pages import PAGES

__all__ = ["PAGES"]
