"""Who may fetch a file: asked of whatever shows it."""
