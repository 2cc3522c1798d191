"""The browser door: Reflex pages and states."""
