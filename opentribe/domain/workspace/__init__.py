"""The workspace of the team that runs the community, people and agents."""
