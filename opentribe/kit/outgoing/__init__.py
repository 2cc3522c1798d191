"""The one way out to addresses that people give: nothing inside the installation's own network is ever asked."""
