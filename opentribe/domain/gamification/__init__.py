"""Points and levels: recognition for taking part."""
