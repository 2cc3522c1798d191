"""Figures: how long things take and how much they weigh, measured and printed, never asserted."""
