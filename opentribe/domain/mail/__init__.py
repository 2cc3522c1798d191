"""Letters to members by mail: how they look, how they are sent, who wants none, and what the owner sees of it."""
