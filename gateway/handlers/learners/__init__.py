"""Find, register, update, verify and retrieve learners; their keys."""
