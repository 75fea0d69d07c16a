"""Merges and deletions, how they are undone, and their reports."""
