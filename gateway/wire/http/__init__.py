"""HTTP: what is read of a request, and what is answered where."""
