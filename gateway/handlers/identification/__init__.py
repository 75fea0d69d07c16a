"""Identify a learner by ULN, stated details, key or matching."""
