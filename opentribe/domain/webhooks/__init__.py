"""Webhooks: what happens here, told to addresses that members and owners name."""
