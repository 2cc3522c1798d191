"""Direct messages between members."""
