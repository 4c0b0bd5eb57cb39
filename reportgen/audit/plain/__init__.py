"""Whether the words are plain: sentences, passives, abbreviations, spelling."""
