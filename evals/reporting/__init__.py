"""A run log for people and for machines: table, JSON, JUnit, one page of HTML."""
