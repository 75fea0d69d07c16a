"""Merges, deletions, their undoing and their reports (contract 6.4)."""
