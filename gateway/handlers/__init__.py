"""Handlers: what the gateway does, one operation in each module.

A handler is a function `(request, caller, unit) -> outcome`.
"""
