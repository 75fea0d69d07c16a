"""Normal forms of names and postcodes (contract 6.1)."""

import re
import unicodedata
from functools import lru_cache
from itertools import accumulate, pairwise

# Letters that Unicode does not decompose into a base letter and an accent.
_LETTERS = str.maketrans(
    {
        "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D",
        "ð": "d", "Ð": "D", "þ": "th", "Þ": "TH", "ł": "l", "Ł": "L", "ı": "i", "ħ": "h", "Ħ": "H", "ŋ": "n", "Ŋ": "N",
    }
)  # fmt: skip

_NOT_PLAIN = re.compile("[^A-Z0-9]+")
_LONGEST = 140
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
    return _whole_name(name)[:_LONGEST]


def _whole_name(name: str) -> str:
    plain = _NOT_PLAIN.sub("", name.upper()) if name.isascii() else spelling(name).replace(" ", "")
    return plain or decomposed_upper(name).strip()


def spelling(name: str) -> str:
    """Return the words of a name, in capitals, without accents.

    Letters of other scripts keep their marks. Every run of other characters becomes a blank.

    >>> spelling("Siôn-Wyn"), spelling("Wei (静)")
    ('SION WYN', 'WEI 静')
    """
    letters = []
    after_latin = False
    for letter in decomposed_upper(name):
        if _is_mark(letter):
            if not after_latin:
                letters.append(letter)
        else:
            after_latin = "A" <= letter <= "Z"
            letters.append(letter if letter.isalnum() else " ")
    return " ".join("".join(letters).split())


@lru_cache(_REMEMBERED)
def are_one_name(one: str, other: str) -> bool:
    """Return whether two names are certainly the same.

    Their normal forms are equal, and nothing that both state tells them apart. Accents and blanks that one name leaves
    out say nothing. Two different accents, or two different divisions into words, tell names apart.
    A capital inside a word divides it as a blank does.

    >>> are_one_name("Zoë", "Zoe"), are_one_name("Hạnh", "Hành"), are_one_name("Mei-Ling", "Meiling")
    (True, False, True)
    >>> are_one_name("Đào", "Dào"), are_one_name("Łucja", "Lucja"), are_one_name("Straße", "Strasse")
    (False, True, True)
    >>> are_one_name("Min-a", "Mi-na"), are_one_name("SuNa", "Sun.A"), are_one_name("Mary Jane Ann", "Mary-Jane Ann")
    (False, False, True)
    """
    if one == other:
        return True
    if _whole_name(one) != _whole_name(other):
        return False
    accented, other_accented = _accented(one), _accented(other)
    if accented and other_accented and accented != other_accented:
        return False
    divisions, other_divisions = _divisions(one), _divisions(other)
    return divisions <= other_divisions or other_divisions <= divisions


def _accented(name: str) -> str:
    """Return the letters of a name with their accents.

    Return "" if the name has no accents. A stroke, as in ł, counts as an accent.
    """
    written = unicodedata.normalize("NFKD", name.upper()).upper()
    letters = "".join(letter for letter in written if letter.isalnum() or _is_mark(letter))
    return letters if any(_is_mark(letter) or ord(letter) in _LETTERS for letter in letters) else ""


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter).startswith("M")


def _divisions(name: str) -> frozenset[int]:
    """Return where a name is divided into words.

    Each place is the number of letters before it.
    """
    divided = "".join(
        f" {second}" if first.islower() and second.isupper() else second for first, second in pairwise(f" {name}")
    )
    return frozenset(accumulate(len(word) for word in spelling(divided).split()[:-1]))


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
