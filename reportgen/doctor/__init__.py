"""Whether this machine and this workspace have what a build needs, and what cures."""
