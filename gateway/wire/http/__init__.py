"""HTTP: requests to endpoints and pages, and their answers."""
