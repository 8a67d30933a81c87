"""A small linear model that tells commitments, blame and unsafe advice from what may be sent, by meaning."""
