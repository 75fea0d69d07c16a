"""Values of messages, to and from text."""
