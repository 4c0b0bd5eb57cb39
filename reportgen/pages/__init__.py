"""Pages: from published values to paper."""
