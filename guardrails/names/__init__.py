"""The name model of our own: made-up training text, training, and the small model that it gives."""
