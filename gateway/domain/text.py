"""What text may hold."""

import re

BLANKS = " \t\r\n"
"""What XML calls white space.

Other blanks, such as the no-break space, are characters like any other.
"""

_EMAIL = re.compile(
    r"[\w!#$%'*+\-/=?^`{|}~]++(?:\.[\w!#$%'*+\-/=?^`{|}~]++)*+"
    r"@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])(?:\.[a-zA-Z0-9][a-zA-Z0-9-]{0,61}[a-zA-Z0-9])*\.[a-zA-Z]{2,6}",
    re.ASCII,
)
_POSTCODE = re.compile(
    r"(?i:[a-z]{1,2}[0-9r][0-9a-z]? ?[0-9][abd-hjlnp-uw-z]{2}|bfpo ?[0-9]{1,4}) {0,4}",
    re.ASCII,
)
_TELEPHONE = re.compile(r"\+?[0-9 ()./-]+", re.ASCII)
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
"""Characters that are invisible although Python calls them printable."""
_NOT_ASCII = re.compile("[^\n -~]")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def is_writable(text: str) -> bool:
    """Return whether XML 1.0 can hold a text."""
    return _ILLEGAL.search(text) is None


def printable(text: str) -> str:
    r"""Return a text in one line, safe for a terminal.

    Characters that are invisible, or that control a terminal, are escaped.

    >>> print(printable("Siôn\n\x1b[2J\u202e\u200b"))
    Siôn\n\x1b[2J\u202e\u200b
    """
    if text.isprintable() and not _UNSEEN.search(text):
        return text
    escapes = (letter.encode("unicode_escape").decode("ascii") for letter in text)
    seen = (letter.isprintable() and not _UNSEEN.match(letter) for letter in text)
    return "".join(letter if fine else escape for letter, fine, escape in zip(text, seen, escapes, strict=True))


def printable_json(text: str) -> str:
    """Return the same JSON, with unprintable characters escaped.

    Line breaks stay.
    """
    return _NOT_ASCII.sub(lambda found: found[0] if printable(found[0]) == found[0] else json_escape(found[0]), text)


def json_escape(letter: str) -> str:
    r"""Return a character as JSON escapes it.

    >>> print(json_escape("\u202e"), json_escape("\U000e0001"))
    \u202e \udb40\udc01
    """
    units = letter.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[place : place + 2].hex()}" for place in range(0, len(units), 2))


_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def without_formula(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula.

    It puts an apostrophe before what looks like a formula.

    >>> without_formula("=1+1"), without_formula(" @x"), without_formula("Lee")
    ("'=1+1", "' @x", 'Lee')
    """
    return f"'{cell}" if cell.lstrip(" \xa0").startswith(_FORMULA_STARTS) else cell


def is_email(text: str) -> bool:
    """Return whether a text is an e-mail address (contract 3.1)."""
    return len(text) <= 254 and _EMAIL.fullmatch(text) is not None


def is_postcode(text: str) -> bool:
    """Return whether a text is a postcode (contract 3.1).

    >>> is_postcode("cv12wt"), is_postcode("BFPO 12"), is_postcode("GIR 0AA"), is_postcode("CV1 2WC")
    (True, True, True, False)
    """
    return len(text) <= 9 and _POSTCODE.fullmatch(text) is not None


def is_telephone(text: str) -> bool:
    """Return whether a text is a telephone number.

    A telephone number has at least seven digits.

    >>> is_telephone("+44 (0)7700 900123"), is_telephone("ring me"), is_telephone("999")
    (True, False, False)
    """
    return len(text) <= 35 and _TELEPHONE.fullmatch(text) is not None and sum(map(str.isdigit, text)) >= 7
