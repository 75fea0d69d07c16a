"""Normal forms: what is left of a name or a postcode when spelling habits are taken away (contract 6.1)."""

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not decompose into a base letter and an accent.
_LETTERS = str.maketrans(
    {
        "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D",
        "ð": "d", "Ð": "D", "þ": "th", "Þ": "TH", "ł": "l", "Ł": "L", "ı": "i", "ħ": "h", "Ħ": "H", "ŋ": "n", "Ŋ": "N",
    }
)  # fmt: skip

_NOT_LATIN = re.compile("[^A-Z]+")
_LONGEST = 140
_REMEMBERED = 1 << 15  # names repeat, and one person's are asked for several times over


@lru_cache(_REMEMBERED)
def normal_name(name: str) -> str:
    """Give the name in upper case with A to Z only; a name with none of these keeps its own letters.

    It is cut at 140 letters: some letters are short for many.

    >>> normal_name("Siôn"), normal_name("O'Neill-Jones"), normal_name(" van der Berg ")
    ('SION', 'ONEILLJONES', 'VANDERBERG')
    >>> normal_name("Łukasz"), normal_name("Straße"), normal_name("Юрий")
    ('LUKASZ', 'STRASSE', 'ЮРИИ')
    """
    if name.isascii():
        latin = _NOT_LATIN.sub("", name.upper())
        if latin:
            return latin
    decomposed = decomposed_upper(name)
    latin = _NOT_LATIN.sub("", decomposed)
    normal = latin or "".join(letter for letter in decomposed if letter.isalnum()) or decomposed.strip()
    return normal[:_LONGEST]


def decomposed_upper(text: str) -> str:
    """Give the text in upper case, its letters apart from their accents.

    >>> decomposed_upper("Łódź") == "LO\u0301DZ\u0301"
    True
    """
    return unicodedata.normalize("NFKD", text.translate(_LETTERS)).upper()


@lru_cache(_REMEMBERED)
def folded_postcode(postcode: str) -> str:
    """Give the postcode in upper case without blanks.

    >>> folded_postcode("cv4 9ee ")
    'CV49EE'
    """
    return "".join(postcode.split()).upper()


def written_postcode(postcode: str) -> str:
    """Give the postcode as registers print it: upper case, one blank before the last three characters.

    >>> written_postcode("cv49ee"), written_postcode("BFPO 12")
    ('CV4 9EE', 'BFPO 12')
    """
    folded = folded_postcode(postcode)
    if folded.startswith("BFPO"):
        return f"BFPO {folded[4:]}"
    return f"{folded[:-3]} {folded[-3:]}"
