"""The contract, compiled at start-up from WSDL and schemas."""
