"""The HTTP door for bots and scripts."""
