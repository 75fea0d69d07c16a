"""The server: processes, connections, the operators' address, health."""
