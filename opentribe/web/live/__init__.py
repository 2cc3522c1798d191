"""What happens while a page is open reaches it: who watches what, and what is said to them."""
