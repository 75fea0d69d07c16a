"""Made-up learners of the United Kingdom: families, their names and addresses, and how they are asked for."""
