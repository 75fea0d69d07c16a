"""Matching for operators: duplicates, explanations, the model."""
