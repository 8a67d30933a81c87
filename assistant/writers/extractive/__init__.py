"""The writer that needs no generative model: it selects, orders and joins what is there, word for word."""
