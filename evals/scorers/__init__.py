"""What came out of a case, held against what was expected: a value and a reason."""
