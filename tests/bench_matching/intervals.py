"""Confidence intervals of a share."""

from math import sqrt

_Z = 1.96


def interval(count: int, of: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson).

    >>> [round(bound, 4) for bound in interval(0, 2000)], [round(bound, 3) for bound in interval(9, 10)]
    ([0.0, 0.0019], [0.596, 0.982])
    """
    if not of:
        return 0.0, 1.0
    share, least = count / of, 1 + _Z**2 / of
    middle = (share + _Z**2 / (2 * of)) / least
    half = _Z * sqrt(share * (1 - share) / of + _Z**2 / (4 * of**2)) / least
    return max(0.0, middle - half), min(1.0, middle + half)


def shown(count: int, of: int) -> str:
    """Return a count with the interval of its share.

    >>> shown(3, 2000)
    '3 (0.0005 to 0.0044)'
    """
    low, high = interval(count, of)
    return f"{count:,} ({low:.4f} to {high:.4f})"
