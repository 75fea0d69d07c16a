"""The documentation: its site, and what is tested."""
