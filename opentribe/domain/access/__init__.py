"""Who acts, and the words of a yes or a no."""
