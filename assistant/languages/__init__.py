"""Tickets in other languages: how they are searched when the embedder reads English alone."""
