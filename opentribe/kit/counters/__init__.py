"""Named counters that give each number once."""
