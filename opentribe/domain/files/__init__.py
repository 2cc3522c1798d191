"""Files that members bring, what uses them, and what becomes of those that nothing uses."""
