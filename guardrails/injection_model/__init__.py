"""A small linear model that tells instructions to a model from what people write to a help desk."""
