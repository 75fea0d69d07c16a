"""Values of messages, read from text and written to text."""
