"""OpenTribe: the home of a community, shared by people and their bots."""
