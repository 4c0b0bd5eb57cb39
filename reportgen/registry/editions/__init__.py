"""Editions: filed whole, signed and read-only; and whether one is what was filed."""
