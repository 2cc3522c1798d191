"""Lists of posts as every feature shows them: the cards, the composer, and what a page with a feed holds."""
