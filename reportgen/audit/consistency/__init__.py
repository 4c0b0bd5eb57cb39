"""What a careful reader would find in the data and the words of a report."""
