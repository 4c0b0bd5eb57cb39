"""Release: knows files, people and post; nothing of evidence."""
