"""From a printed number home: to its words, its value, its row and its source."""
