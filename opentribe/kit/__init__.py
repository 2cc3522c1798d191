"""Tools without community words: database, errors, clock, ids, paging, text."""
