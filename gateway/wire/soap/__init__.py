"""SOAP: messages in, envelopes and faults out."""
