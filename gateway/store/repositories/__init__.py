"""Questions to the register and changes of it, one module a subject."""
