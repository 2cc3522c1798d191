"""Courses: lessons in modules, and how far each member has got."""
