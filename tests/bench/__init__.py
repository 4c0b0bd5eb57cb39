"""How long whole runs take, and how much memory: `make bench`. No test uses it."""
