"""Requests sent again: the same key gets the same answer, once the deed is done once."""
