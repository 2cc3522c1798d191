"""Pages of recognition: points and levels, the leaderboard, and the badges."""

from opentribe.web.gamification import badges_page, board_page, pages

PAGES = (*pages.PAGES, *board_page.PAGES, *badges_page.PAGES)

__all__ = ["PAGES"]
