"""Events: what happens when, how it repeats, and who comes."""
