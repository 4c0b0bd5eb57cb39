"""Whether a withheld count can be worked out from all that a reader may know."""
