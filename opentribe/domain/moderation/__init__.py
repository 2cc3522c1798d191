"""Reports of what should not be here, and what came of them."""
