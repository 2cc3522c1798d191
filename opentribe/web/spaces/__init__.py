"""Making, changing and arranging spaces."""

from opentribe.web.spaces.pages import PAGES

__all__ = ["PAGES"]
