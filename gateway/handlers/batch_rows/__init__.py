"""Process the rows of batches."""
