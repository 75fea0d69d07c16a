"""Plans for chunks of a batch, and their writing."""
