"""Normal forms of names and postcodes (contract 6.1)."""

import re
import unicodedata
from functools import lru_cache
from itertools import accumulate

# Letters that Unicode does not decompose into a base letter and an accent.
_LETTERS = str.maketrans(
    {
        "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D",
        "ð": "d", "Ð": "D", "þ": "th", "Þ": "TH", "ł": "l", "Ł": "L", "ı": "i", "ħ": "h", "Ħ": "H", "ŋ": "n", "Ŋ": "N",
    }
)  # fmt: skip

_NOT_PLAIN = re.compile("[^A-Z0-9]+")
_BETWEEN_WORDS = re.compile(r"[\s\-\u2010-\u2015]+")
_LONGEST = 140
_PLACEHOLDERS = frozenset(
    {
        "UNKNOWN", "UNKNOWN NAME", "NAME UNKNOWN", "NOT KNOWN", "NOTKNOWN", "NOT GIVEN", "NOT STATED",
        "NOT AVAILABLE", "NO NAME", "NONAME", "NO FAMILY NAME", "NO GIVEN NAME", "NO SURNAME", "NO LAST NAME",
        "NO FIRST NAME", "NONE", "NULL", "N A", "NA", "NK", "N K", "FNU", "LNU", "TBC", "TBA", "BABY", "BABY BOY",
        "BABY GIRL", "INFANT", "ANON", "ANONYMOUS", "TEST", "DUMMY", "UNNAMED", "UNBORN", "NEWBORN", "NEW BORN",
        "FORENAME", "FIRST NAME", "FIRSTNAME", "GIVEN NAME", "SURNAME", "LAST NAME", "LASTNAME", "FAMILY NAME",
        "NAME", "STUDENT", "LEARNER", "PUPIL", "REFUSED", "DECLINED", "WITHHELD", "MISSING", "NIL", "BLANK", "TBD",
        "NFN", "NLN", "NMN", "NOT APPLICABLE", "X", "XX", "XXX", "XXXX", "XXXXX",
    }
)  # fmt: skip
"""What clerks write where a name is not known."""

_REMEMBERED = 1 << 15  # names repeat, and one person's are asked for several times over


@lru_cache(_REMEMBERED)
def normal_name(name: str) -> str:
    """Return the letters and digits of a name, in capitals.

    Latin letters lose their accents. Other scripts keep their letters and marks, also beside Latin letters, so that
    names with other letters or digits stay different. The result is cut at 140 letters, since some letters stand for
    many.

    >>> normal_name("Siôn"), normal_name("O'Neill-Jones"), normal_name(" van der Berg ")
    ('SION', 'ONEILLJONES', 'VANDERBERG')
    >>> normal_name("Łukasz"), normal_name("Straße"), normal_name("Юрий") == normal_name("Юрии")
    ('LUKASZ', 'STRASSE', False)
    >>> normal_name("John 1"), normal_name("Wei 静"), normal_name("मीना") == normal_name("मोना")
    ('JOHN1', 'WEI静', False)
    """
    plain = _NOT_PLAIN.sub("", name.upper()) if name.isascii() else spelling(name).replace(" ", "")
    return (plain or decomposed_upper(name).strip())[:_LONGEST]


def spelling(name: str) -> str:
    """Return the words of a name, in capitals, without accents.

    Letters of other scripts keep their marks. Every run of other characters becomes a blank.

    >>> spelling("Siôn-Wyn"), spelling("Wei (静)")
    ('SION WYN', 'WEI 静')
    """
    kept = []
    after_latin = False
    for letter in decomposed_upper(name):
        if unicodedata.category(letter).startswith("M"):
            if not after_latin:
                kept.append(letter)
        else:
            after_latin = "A" <= letter <= "Z"
            kept.append(letter if letter.isalnum() else " ")
    return " ".join("".join(kept).split())


@lru_cache(_REMEMBERED)
def are_one_name(one: str, other: str) -> bool:
    """Return whether two names are certainly the same.

    Their normal forms are equal, and nothing that both state tells them apart. Accents and blanks that one name leaves
    out say nothing. Two different accents, or two different divisions into words, tell names apart.

    >>> are_one_name("Zoë", "Zoe"), are_one_name("Hạnh", "Hành"), are_one_name("Mei-Ling", "Meiling")
    (True, False, True)
    >>> are_one_name("Đào", "Dào"), are_one_name("Łucja", "Lucja"), are_one_name("Straße", "Strasse")
    (False, True, True)
    >>> are_one_name("Min-a", "Mi-na"), are_one_name("Mary Jane Ann", "Mary-Jane Ann")
    (False, True)
    """
    if one == other:
        return True
    if normal_name(one) != normal_name(other):
        return False
    accented, other_accented = _accented(one), _accented(other)
    if accented and other_accented and accented != other_accented:
        return False
    divisions, other_divisions = _divisions(one), _divisions(other)
    return divisions <= other_divisions or other_divisions <= divisions


def is_placeholder(name: str) -> bool:
    """Return whether a name is a placeholder, or without letters.

    >>> is_placeholder("Not-known"), is_placeholder("-"), is_placeholder("N/A"), is_placeholder("Nader")
    (True, True, True, False)
    """
    written = spelling(name)
    return not written or written in _PLACEHOLDERS


def _accented(name: str) -> str:
    """Return the letters of a name with their accents.

    Return "" if the name has no accents. A stroke, as in ł, counts as an accent.
    """
    written = unicodedata.normalize("NFKD", name.upper()).upper()
    letters = "".join(letter for letter in written if letter.isalnum() or unicodedata.combining(letter))
    return letters if any(unicodedata.combining(letter) or ord(letter) in _LETTERS for letter in letters) else ""


def _divisions(name: str) -> frozenset[int]:
    """Return where a name is divided into words.

    Each place is the number of letters before it.
    """
    lengths = [len(normal_name(word)) for word in _BETWEEN_WORDS.split(name.strip()) if word]
    return frozenset(accumulate(lengths[:-1]))


def decomposed_upper(text: str) -> str:
    """Return the text in capitals, with accents as separate characters.

    >>> decomposed_upper("Łódź") == "LO\u0301DZ\u0301"
    True
    """
    return unicodedata.normalize("NFKD", text.translate(_LETTERS)).upper()


@lru_cache(_REMEMBERED)
def folded_postcode(postcode: str) -> str:
    """Return the postcode in upper case without blanks.

    >>> folded_postcode("cv4 9ee ")
    'CV49EE'
    """
    return "".join(postcode.split()).upper()


def written_postcode(postcode: str) -> str:
    """Return the postcode as registers print it.

    >>> written_postcode("cv49ee"), written_postcode("BFPO 12")
    ('CV4 9EE', 'BFPO 12')
    """
    folded = folded_postcode(postcode)
    if folded.startswith("BFPO"):
        return f"BFPO {folded[4:]}"
    return f"{folded[:-3]} {folded[-3:]}"
