"""Made-up learners of the United Kingdom.

They live in families and have names and addresses. The questions about them are here too.
"""
