"""Find passages for a ticket or for free words, and say why they were found."""
