"""What text may hold."""

import re

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def is_writable(text: str) -> bool:
    """Tell whether an XML 1.0 message can carry every character of a text (XML 1.0, 2.2)."""
    return _ILLEGAL.search(text) is None
