"""An open, wire-compatible SOAP gateway for UK learner registration."""

__version__ = "1.0.0"
