"""The source of random numbers."""

import secrets
from random import Random
from typing import Final

SECURE: Final[Random] = secrets.SystemRandom()
"""The operating system's randomness, which nobody can guess."""


def new_reference(chance: Random = SECURE) -> str:
    """Return a new reference of a call: 32 hexadecimal digits.

    >>> len(new_reference())
    32
    """
    return f"{chance.getrandbits(128):032x}"
