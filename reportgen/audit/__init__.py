"""Audit: reads data and finished words, and finds what does not agree."""
