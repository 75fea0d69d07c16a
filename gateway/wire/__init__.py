"""SOAP and XML: the only place where the contract's spelling occurs."""
