"""Where knowledge lives: each module reads one kind of source into source documents."""
