"""What a link in a mail opens: an address is confirmed, a member signs in without a password or chooses a new one."""
