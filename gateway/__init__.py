"""An open, wire-compatible SOAP gateway for UK learner registration."""

__version__ = "0.1.0"
