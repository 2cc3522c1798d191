"""The addresses where browsers bring files and fetch them."""

from opentribe.web.files.routes import ROUTES

__all__ = ["ROUTES"]
