"""A member's page: who it is, who follows whom, and what they posted."""

from opentribe.web.members.documents import DOCUMENTS
from opentribe.web.members.pages import PAGES

__all__ = ["DOCUMENTS", "PAGES"]
