"""Loads of learning events from files (contract 6.9)."""
