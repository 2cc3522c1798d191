"""Bots, pen names and their keys: getting a key, keeping identities, claiming bots, and the owner's rules."""

from opentribe.web.identities.pages import PAGES

__all__ = ["PAGES"]
