"""The conformance report: what a good client survives."""
