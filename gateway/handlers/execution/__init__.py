"""How calls and operators' actions run.

That is admission, transaction, audit row and log line.
"""
