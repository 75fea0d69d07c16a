"""Names as they are misread from paper, or misheard.

What is left when likely confusions are folded.
"""

import re
from functools import lru_cache

_REMEMBERED = 1 << 16

_SEEN = (
    (re.compile("RN"), "M"),
    (re.compile("CL"), "D"),
    (re.compile("VV"), "W"),
    (re.compile("[LJ1]"), "I"),
    (re.compile("II"), "U"),
    (re.compile("[QO0]"), "O"),
    (re.compile("V"), "U"),
)
"""Letters that are read for one another, in order.

These are rn and m, cl and d, l and I, ll and U, o and Q.
"""

_HEARD = (
    (re.compile("(?<=[AEIOU])GH(?=T|$)"), ""),
    (re.compile("GH"), "G"),
    (re.compile("PH"), "F"),
    (re.compile("DZH|DJ|ZH"), "J"),
    (re.compile("TSCH|TCH|CZ"), "CH"),
    (re.compile("^HS|SCH|SZ|SJ|^X(?=[IU])"), "SH"),
    (re.compile("(?:CH|Q)(?=I[AEOU])|CHI?H(?![AEIOU])"), "JI"),
    (re.compile("JII"), "JI"),
    (re.compile("^Q(?=[IU])"), "CH"),
    (re.compile("^YE(?=.)"), "E"),
    (re.compile("^(?:TS|TZ|C(?=[AEOU]I|AO|UI))"), "Z"),
    (re.compile("KH"), "H"),
    (re.compile("TH"), "T"),
    (re.compile("CK|C(?=[AOULRKT]|$)|Q"), "K"),
    (re.compile("X"), "KS"),
    (re.compile("W"), "V"),
    (re.compile("EE|EA|IE"), "I"),
    (re.compile("OO|OU|OW"), "U"),
    (re.compile("AY|AI|EY|EI|AE"), "E"),
    (re.compile("Y|J(?=[AEO])"), "I"),
    (re.compile("(?<=.)H(?![AEIOU])"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile("(?<=..)E$"), ""),
)
"""Spellings of one sound, in order, whatever the language."""


@lru_cache(_REMEMBERED)
def seen(name: str) -> str:
    """Return a squashed name as it may be misread.

    >>> seen("BERNARD") == seen("BEMARD"), seen("CLIVE") == seen("DIVE"), seen("MARK") == seen("MACK")
    (True, True, False)
    """
    return _folded(name, _SEEN)


@lru_cache(_REMEMBERED)
def heard(name: str) -> str:
    """Return a squashed name as it may be misheard.

    >>> heard("STEPHEN") == heard("STEFEN"), heard("YOUSSEF") == heard("YUSEF"), heard("MARK") == heard("MART")
    (True, True, False)
    """
    return _folded(name, _HEARD)


def _folded(name: str, folds: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, letters in folds:
        name = pattern.sub(letters, name)
    return name
