"""Suites of cases, run through the real parts, into a log that can be scored again without them."""
