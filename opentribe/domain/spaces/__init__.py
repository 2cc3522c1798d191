"""Spaces: the rooms that posts are in, and who may see them."""
