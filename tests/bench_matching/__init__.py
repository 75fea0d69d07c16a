"""How well people are matched, measured by `make bench-matching`; never part of the tests."""
