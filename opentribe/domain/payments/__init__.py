"""Tiers and memberships: what is paid for and what it opens."""
