"""An open, wire-compatible SOAP gateway for learner registration in UK education."""

__version__ = "0.1.0"
