"""Registry: what is kept, sealed, signed off and sent; handed bytes and names."""
