"""Notifications: what a member should know of, and whether they do."""
