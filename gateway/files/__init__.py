"""Files: batches, learning events, subject access reports."""
