"""Deeds to be done in the background, stored in the transaction that asked for them."""
