"""Pages of recognition: the leaderboard."""

from opentribe.web.gamification.board_page import PAGES

__all__ = ["PAGES"]
