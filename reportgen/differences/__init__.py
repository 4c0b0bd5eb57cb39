"""Differences: what changed between two versions of what a report is made from."""
