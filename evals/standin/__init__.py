"""A stand-in for a chat model that says what a case has it say: good and bad sentences, failures, delays."""
