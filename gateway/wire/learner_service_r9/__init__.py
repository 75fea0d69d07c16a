"""LearnerServiceR9: learning events, audit, contact details, organisations.

Refusals are ordinary answers.
"""
