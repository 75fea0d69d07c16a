"""Refuse passwords that are easy to guess; draw good ones.

An organisation password has exactly 16 characters (contract 3.1). Few and short rules suffice: hardly any leaked
password of 16 characters is made of anything but words, rows of keys and repetition, which the rules find.
"""

import re
import secrets
from collections.abc import Collection

LENGTH = 16

_LEAST_DIFFERENT = 8
_LEAST_PIECES = 8
_LONGEST_OF_NAME = 8
"""Length of the part of the name that is refused.

A password may not share so many letters in a row with the name of the organisation.
"""

_READABLE = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Letters and digits that people do not confuse.

0, O, o, 1, l and I are left out. 16 of these characters hold 93 bits. All printable ones would hold 105.
"""

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

    The message says why, and does not hold the password.
    """


def require_strong(password: str, *, ukprn: str, reference: str, name: str, published: Collection[str]) -> None:
    """Raise WeakPassword unless an organisation may have this password.

    `published` are passwords that nobody may have.
    """
    if len(password) != LENGTH or not password.isprintable():
        raise WeakPassword(f"an organisation password has exactly {LENGTH} characters, all of them printable")
    if len(set(password)) < _LEAST_DIFFERENT:
        raise WeakPassword(f"the password has fewer than {_LEAST_DIFFERENT} different characters")
    folded = password.casefold()
    if ukprn.casefold() in folded or reference.casefold() in folded:
        raise WeakPassword("the password holds the UKPRN or the reference of the organisation")
    if _shares(_letters(folded), _letters(name.casefold())):
        raise WeakPassword("the password holds the name of the organisation")
    if any(_letters(folded, digits=False) == _letters(one.casefold(), digits=False) for one in published):
        raise WeakPassword("the password is one of the demonstration's, or nearly so")
    half = LENGTH // 2
    if folded[:half] == folded[half:] or _pieces(folded) < _LEAST_PIECES:
        raise WeakPassword("the password is made of common words, rows of keys or repetition")


def _letters(text: str, *, digits: bool = True) -> str:
    return "".join(letter for letter in text if letter.isalpha() or (digits and letter.isdigit()))


def _shares(password: str, name: str) -> bool:
    """Return whether a password holds much of a name.

    Of a name of 4 to 7 characters it must hold all. A shorter name counts for nothing.
    """
    if len(name) < _LONGEST_OF_NAME:
        return len(name) > 3 and name in password
    starts = range(len(password) - _LONGEST_OF_NAME + 1)
    return any(password[start : start + _LONGEST_OF_NAME] in name for start in starts)


def _pieces(text: str) -> int:
    """Return the number of pieces that a text consists of.

    A piece is a common word, a row of keys, something that stood before, or else a single character.

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
    """Return the length of the common word at a place.

    Return 0 if there is none.
    """
    found = _COMMON.match(text, place)
    return found.end() - place if found else 0


def _row(text: str) -> int:
    """Return how many first characters are a row of keys.

    Return 0 if the row is shorter than 3.
    """
    rows = [*_ROWS, *(row[::-1] for row in _ROWS)]
    return max((length for length in range(3, len(text) + 1) if any(text[:length] in row for row in rows)), default=0)


def _repeated(text: str, place: int) -> int:
    """Return the length of the repetition at a place.

    Return 0 if the part that stood before is shorter than 3.
    """
    lengths = range(3, len(text) - place + 1)
    return max((length for length in lengths if text[place : place + length] in text[:place]), default=0)


def drawn_password() -> str:
    """Return a random password that is easy to read out."""
    while True:
        drawn = "".join(secrets.choice(_READABLE) for _ in range(LENGTH))
        if len(set(drawn)) >= _LEAST_DIFFERENT and _pieces(drawn.casefold()) >= _LEAST_PIECES:
            return drawn
