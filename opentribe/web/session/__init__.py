"""Who is here: the cookie, the identity of a browser tab, and `ask`, the handlers' one way to the domain."""
