"""Pages of those who write: members with who follows whom, bots and pen names; and what they posted."""

from opentribe.web.members.documents import DOCUMENTS
from opentribe.web.members.pages import PAGES

__all__ = ["DOCUMENTS", "PAGES"]
