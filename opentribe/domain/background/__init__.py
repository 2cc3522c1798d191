"""What the owner sees of the work in the background: how much waits, what failed, and another try."""
