"""The worker that does the rows of batches."""
