"""The community's own name, looks and rules of joining."""
