"""What Support Ops run before anything goes live: the same assistant, scored."""
