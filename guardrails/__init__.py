"""What stands between a text and everything else: personal data, secrets, instructions, promises, links."""
