"""Words of the house: prompts for models and the phrases around extracted text. A version is the hash of the words."""
