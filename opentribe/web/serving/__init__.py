"""How pages, the websocket and other people's routes are served on one port."""
