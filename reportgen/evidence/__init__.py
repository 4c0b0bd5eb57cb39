"""Evidence: what is known, as numbers; knows nothing of paper."""
