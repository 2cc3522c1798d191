"""The pages of tags."""

from opentribe.web.tags.documents import DOCUMENTS
from opentribe.web.tags.pages import PAGES

__all__ = ["DOCUMENTS", "PAGES"]
