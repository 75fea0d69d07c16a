"""What the gateway does: one verb a module. A handler is a plain function (request, caller, unit) -> outcome."""
