"""One command per performance claim, always against a baseline in the same run."""
