"""SOAP and XML, with names as the contract spells them.

No other package but `gateway/files` has the contract's spelling.
"""
