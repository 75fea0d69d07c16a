"""Data challenges (contract 2.16, 6.9)."""
