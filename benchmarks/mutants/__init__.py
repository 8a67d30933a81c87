"""Weakenings of the system, and changes that harm nothing, for trying the release gate."""
