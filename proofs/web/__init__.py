"""The static site: HTML that needs no server and no network."""
