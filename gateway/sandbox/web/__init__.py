"""An API and pages, which the sandbox serves beside services."""
