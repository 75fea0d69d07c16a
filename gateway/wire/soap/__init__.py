"""SOAP: parse messages, and write envelopes and faults."""
