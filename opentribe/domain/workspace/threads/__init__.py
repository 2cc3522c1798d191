"""Chats with agents: their definitions, what was said, and its meaning as vectors."""
