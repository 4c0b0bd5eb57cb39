"""The desk: what people do with finished pages: sign, release, verify, send."""
