"""How names are written where there are no accents."""

import unicodedata


def plain(name: str) -> str:
    """Return the name as a system without accents writes it."""
    unstroked = name.translate(str.maketrans("łŁøØßıđĐ", "lLoOsidD"))
    return unicodedata.normalize("NFKD", unstroked).encode("ascii", "ignore").decode()
