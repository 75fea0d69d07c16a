"""Measures of the matching, made by `make bench-matching`.

They are not part of the tests.
"""
