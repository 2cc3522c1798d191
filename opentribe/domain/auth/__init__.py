"""Accounts, sessions and tokens: who may come in, and nothing about the community."""
