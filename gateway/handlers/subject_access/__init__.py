"""Everything that is held of a person, for a subject access request."""
