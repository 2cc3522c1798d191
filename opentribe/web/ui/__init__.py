"""Primitives on native elements: no state, no domain. Their looks live in `assets/styles/ui.css`."""
