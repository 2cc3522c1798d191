"""Projects: what a person or a team works on."""
