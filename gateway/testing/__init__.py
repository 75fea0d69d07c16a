"""The sandbox in other people's tests, by fixtures of pytest."""
