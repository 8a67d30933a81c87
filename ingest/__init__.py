"""What KB owners run: sources into scrubbed chunks, chunks into checked, immutable generations of the index."""
