"""Made-up learners: names, families, addresses and learning events."""
