"""Mail that is written elsewhere: stored in the outbox, built as a message, handed to an SMTP server."""
