"""The report that answers a subject access request.

A report covers all ULNs of a learner: the master and those merged into it. Make sure that they are one person before
you hand it over. If they are not, use `learner unmerge` first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a report."""

    name: str
    heading: str
    about: str
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectAccessReport:
    """All that is held about a learner, under every ULN."""

    uln: str
    ulns: tuple[str, ...]
    made_at: datetime
    made_by: str
    sections: Sequence[Section]


def changed_fields(before: Entry | None, after: Entry) -> list[Entry]:
    """Return the changed fields, with old and new value.

    `before` is None for a registration. Then return the fields that were stated.
    """
    names = [name for name in after if name != "version"]
    if before is None:
        return [{"field": name, "from": None, "to": after[name]} for name in names if after[name] not in ("", None)]
    return [
        {"field": name, "from": before.get(name), "to": after[name]}
        for name in names
        if before.get(name) != after[name]
    ]
