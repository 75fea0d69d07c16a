"""Who is meant: by ULN, by stated details, by a learner's key."""
