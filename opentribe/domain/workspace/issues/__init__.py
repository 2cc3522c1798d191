"""Issues: what is to be done, by whom, and where it was talked about."""
