"""Back-test: solved tickets again, with only what was known before them, against what really happened."""
