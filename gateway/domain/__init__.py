"""The rules of learner registration: pure functions and values, no database and no XML."""
