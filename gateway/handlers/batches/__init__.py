"""Batches: submit, read, cancel (contract 6.7, 6.8, 6.10)."""
