"""The sandbox: a gateway for people who write clients.

It has test learners, spaces of one's own, a clock that can be moved, and scenarios for every answer and fault. Nothing
of it is part of `serve`.
"""
