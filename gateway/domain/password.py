"""Which passwords are easy to guess, and how to draw one.

The contract allows exactly 16 characters (3.1). The rules are few and short on purpose: a list of millions of leaked
passwords holds hardly any of 16 characters but what is made of words, rows of keys and repetition, as found here.
"""

import re
import secrets
from collections.abc import Collection

LENGTH = 16

_LEAST_DIFFERENT = 8
_LEAST_PIECES = 8
_LONGEST_OF_NAME = 8
"""So many letters in a row may not stand in the organisation's name too."""

_READABLE = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without 0 O o, 1 l I: 16 of these are 93 bits, which is about all that 16 characters can hold (105)."""

_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    '!"£$%^&*()_+',
    "!@#$%^&*()_+",
)
_COMMON = re.compile(
    r"password|passphrase|welcome|letmein|secret|admin(?:istrator)?|changeme|default|monkey|dragon|football|iloveyou"
    r"|test(?:ing)?|demo|guest|login|master|college|school|academy|university|student|learner|register|gateway|spring|summer|autumn|winter|january|february|march|april|june|july|august"
    r"|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|london|england"
    r"|1qaz|2wsx|3edc|4rfv|5tgb|6yhn|7ujm|(?:19|20)[0-9]{2}|(.)\1{2,}"
)
_DISGUISES = str.maketrans("0134578@$!", "oleastbasi")


class WeakPassword(Exception):
    """The password is easy to guess.

    The message says why, and does not hold it.
    """


def require_strong(password: str, *, ukprn: str, reference: str, name: str, published: Collection[str]) -> None:
    """Raise WeakPassword unless an organisation may have this password.

    Nobody may have a published one.
    """
    if len(password) != LENGTH or not password.isprintable():
        raise WeakPassword(f"an organisation password has exactly {LENGTH} characters, all of them printable")
    if len(set(password)) < _LEAST_DIFFERENT:
        raise WeakPassword(f"the password has fewer than {_LEAST_DIFFERENT} different characters")
    said = password.casefold()
    if ukprn.casefold() in said or reference.casefold() in said:
        raise WeakPassword("the password holds the UKPRN or the reference of the organisation")
    if _shares(_letters(said), _letters(name.casefold())):
        raise WeakPassword("the password holds the name of the organisation")
    if any(_letters(said, digits=False) == _letters(one.casefold(), digits=False) for one in published):
        raise WeakPassword("the password is one of the demonstration's, or nearly so")
    half = LENGTH // 2
    if said[:half] == said[half:] or _pieces(said) < _LEAST_PIECES:
        raise WeakPassword("the password is made of common words, rows of keys or repetition")


def _letters(text: str, *, digits: bool = True) -> str:
    return "".join(letter for letter in text if letter.isalpha() or (digits and letter.isdigit()))


def _shares(password: str, name: str) -> bool:
    """Return whether a name, or much of it, is in a password."""
    if len(name) < _LONGEST_OF_NAME:
        return len(name) > 3 and name in password
    starts = range(len(password) - _LONGEST_OF_NAME + 1)
    return any(password[start : start + _LONGEST_OF_NAME] in name for start in starts)


def _pieces(text: str) -> int:
    """Return of how many pieces a text is made, where a common word, a row of keys and what repeats is one piece.

    >>> _pieces("p4$$w0rd12345678"), _pieces("qwertyuiopasdfgh"), _pieces("kx7tkx7tkx7tkx7t")
    (2, 2, 6)
    """
    plain = text.translate(_DISGUISES)
    count = place = 0
    while place < len(text):
        place += max(1, _common(text, place), _common(plain, place), _row(text[place:]), _repeated(text, place))
        count += 1
    return count


def _common(text: str, place: int) -> int:
    """Return the length of the common word that stands at a place, or 0."""
    found = _COMMON.match(text, place)
    return found.end() - place if found else 0


def _row(text: str) -> int:
    """Return the length of the row of keys with which a text begins; 0 where it is shorter than 3."""
    rows = [*_ROWS, *(row[::-1] for row in _ROWS)]
    return max((length for length in range(3, len(text) + 1) if any(text[:length] in row for row in rows)), default=0)


def _repeated(text: str, place: int) -> int:
    """Return the length of what stands at a place and stood before.

    0 where it is shorter than 3.
    """
    lengths = range(3, len(text) - place + 1)
    return max((length for length in lengths if text[place : place + length] in text[:place]), default=0)


def drawn_password() -> str:
    """Draw a password that can be read out without mistakes."""
    while True:
        drawn = "".join(secrets.choice(_READABLE) for _ in range(LENGTH))
        if len(set(drawn)) >= _LEAST_DIFFERENT and _pieces(drawn.casefold()) >= _LEAST_PIECES:
            return drawn
