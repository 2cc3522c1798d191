"""What the owner sees of mail, and the page and route that end it."""

from opentribe.web.mail.pages import PAGES
from opentribe.web.mail.routes import ROUTES

__all__ = ["PAGES", "ROUTES"]
