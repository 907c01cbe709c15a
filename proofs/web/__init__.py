"""The static site: the pages of `proofs.site` and more, in HTML that needs no server and no network."""
