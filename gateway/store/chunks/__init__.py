"""What a chunk of a batch is planned on, and how that is written."""
