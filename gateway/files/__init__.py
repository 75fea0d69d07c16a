"""Files that come and go: batches, learning events, subject access reports."""
