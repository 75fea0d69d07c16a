"""Workers killed at every step: each row has one effect."""
