"""Peers: other servers that answer the same messages."""
