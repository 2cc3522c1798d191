"""What a community is and may do, in plain Python: no door frameworks here."""
