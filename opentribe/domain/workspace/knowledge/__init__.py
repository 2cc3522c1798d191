"""Knowledge: text that agents find by meaning and cite."""
