"""The web edition: the same document as pages that need no script and no network."""
