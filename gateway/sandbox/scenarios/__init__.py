"""Answers and faults that a client can ask for."""
