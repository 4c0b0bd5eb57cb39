"""Decisions: who approved which proof, in a ledger in which every change shows."""
