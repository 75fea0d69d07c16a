"""All that is held of a person, for the person: what a request for access to one's data is answered with.

A dossier is of a person, that is of all her ULNs: the one that survives and those merged into it. Whoever hands it out
should be sure that these are one person; `learner unmerge` comes before, where they are not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a dossier: its name in data, its heading, what it holds, and the entries."""

    name: str
    heading: str
    about: str
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """All that is held of the person who has this ULN: which ULNs are hers, and what is held under them."""

    uln: str
    ulns: tuple[str, ...]
    made_at: datetime
    made_by: str
    sections: Sequence[Section]


def changed_fields(before: Entry | None, after: Entry) -> list[Entry]:
    """Return which fields a change touched, from what to what; of a registration the fields that were stated."""
    names = [name for name in after if name != "version"]
    if before is None:
        return [{"field": name, "from": None, "to": after[name]} for name in names if after[name] not in ("", None)]
    return [
        {"field": name, "from": before.get(name), "to": after[name]}
        for name in names
        if before.get(name) != after[name]
    ]
