"""The organisations of a space.

A space is recognised by the identifiers of its organisations, which every call states. So a client needs no address
and no header of its own.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from random import Random

from gateway import demo
from gateway.demo import DemoOrganisation

MOST_SPACES = 999
"""Spaces that identifiers of the contract's length have room for."""

_PASSWORD_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"  # noqa: S105  (none can be taken for another)
_PASSWORD_LENGTH = 16
_IDENTIFIER = re.compile(
    rb"<(?:[^\s<>/:]+:)?(?i:UKPRN|OrganisationRef|Reference)(?:\s[^<>]*)?>\s*([0-9A-Za-z]{6,8})\s*<"
)


def organisations_of(number: int, chance: Random) -> tuple[DemoOrganisation, ...]:
    """Return the organisations of a space.

    Space 0 has those of the demonstration, with the passwords that documents print.
    """
    if number == 0:
        return demo.ORGANISATIONS
    return tuple(
        replace(
            one,
            ukprn=f"TEST{number * 10 + place:04d}",
            reference=f"SP{number:03d}{place}",
            password="".join(chance.choices(_PASSWORD_LETTERS, k=_PASSWORD_LENGTH)),
        )
        for place, one in enumerate(demo.ORGANISATIONS, start=1)
    )


def identifiers_in(body: bytes) -> Iterator[str]:
    """Return what a message states as UKPRN or reference.

    The message may be malformed, and may state others than the caller's.
    """
    return (found[1].decode() for found in _IDENTIFIER.finditer(body))
