"""What is done with one row of a batch."""
