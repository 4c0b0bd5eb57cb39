"""Post: letters, ways out, and the journal of what became of each letter."""
