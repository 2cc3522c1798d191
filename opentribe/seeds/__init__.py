"""A believable community to look at, planned from words and made by calling commands."""
