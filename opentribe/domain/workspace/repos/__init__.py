"""Repositories, and the projects they belong to."""
