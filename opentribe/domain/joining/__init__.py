"""Joining: an account, a member and a default identity, made together."""
