"""What finds personal data and secrets: one small module for each family, each with a `find`."""
