"""The worker that processes the rows of batches."""
