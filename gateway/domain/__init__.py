"""The rules of learner registration; no database and no XML."""
