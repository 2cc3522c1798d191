"""Signing up, in and out, and the list of one's sessions."""

from opentribe.web.auth.pages import PAGES

__all__ = ["PAGES"]
