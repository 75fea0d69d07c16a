"""All data about a person, for a subject access request."""
