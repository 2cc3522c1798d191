"""What texts refer to with a sign: members by `@handle`, tags by `#word`."""
