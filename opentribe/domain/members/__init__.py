"""Members: who they are to one another, apart from how they sign in."""
