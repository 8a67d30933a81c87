"""The kinds of text that Draftdesk writes, and the order in which a writer gets one to write."""
