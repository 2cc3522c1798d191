"""Posts, comments and likes: what is said, and what others make of it."""
