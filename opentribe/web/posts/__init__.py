"""The feed, a space's feed, and a post's own page."""

from opentribe.web.posts.documents import DOCUMENTS
from opentribe.web.posts.pages import PAGES

__all__ = ["DOCUMENTS", "PAGES"]
