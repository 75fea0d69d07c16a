"""Pages that show what a client sends and gets."""
