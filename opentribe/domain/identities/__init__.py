"""Posting identities: the authors of everything said here, people and bots alike."""
