"""Learning records, and who has read them (contract 6.9)."""
