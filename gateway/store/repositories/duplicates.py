"""Pairs of learners that may be one person.

They are found by the keys of the matching, and kept until an operator decides.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Insert, and_, delete, func, select, update

from gateway.domain.actors import Decision
from gateway.domain.duplicate import AlreadyDecided, Duplicate, DuplicateStatus, Finding, Opinion
from gateway.domain.learner import LearnerStatus
from gateway.domain.matching import Advice, Evidence, Traits
from gateway.store.database.session import Session
from gateway.store.database.statement import Insertion, OwnInsert, Query, Statement, Values, among, parameter, words
from gateway.store.errors import NoSuchDuplicate
from gateway.store.repositories.candidate_search import Search, candidates_of, candidates_of_all, lists_of, search_of
from gateway.store.repositories.traits_rows import COMPARED, ComparedRow, NumberedComparedRow, compared
from gateway.store.tables.duplicates import duplicate
from gateway.store.tables.learners import learner

Pair = tuple[str, str]

_AT_ONCE = 1000

_one, _other = learner.alias("one"), learner.alias("other")
_LIVING = select(learner.c.uln, *COMPARED).where(learner.c.status == LearnerStatus.ACTIVE.value)
_SELECT_CANDIDATES = candidates_of(_LIVING, ComparedRow, later=True)
_SELECT_CANDIDATES_OF_ALL = candidates_of_all(_LIVING, NumberedComparedRow, later=True)


class _AdviceRow:
    advice: str
    pairs: int


class _DuplicateRow:
    id: int
    uln: str
    other_uln: str
    found_at: datetime
    advice: str
    score: float
    evidence: dict[str, Any]
    status: str
    decided_at: datetime | None
    decided_by: str | None
    reason: str | None


_SELECT_LEARNERS = Query(select(learner.c.uln, *COMPARED).where(among(learner.c.uln, words("ulns"))), ComparedRow)

_OPEN = duplicate.c.status == DuplicateStatus.OPEN.value
_INSERT = Insertion(duplicate, but=["id", "decided_at", "decided_by", "reason"], unless_taken=True)
_SELECT_BY_ULNS = Query(select(duplicate).where(among(duplicate.c.uln, words("ulns"))), _DuplicateRow)
_SELECT_BY_NUMBER = Query(select(duplicate).where(duplicate.c.id == parameter("id_")), _DuplicateRow)
_UPDATE_SCORE = Statement(
    update(duplicate)
    .where(duplicate.c.id == parameter("id_"), _OPEN)
    .values(advice=parameter("new_advice"), score=parameter("new_score"), evidence=parameter("new_evidence"))
)
_DELETE_OPEN = Statement(delete(duplicate).where(duplicate.c.id == parameter("id_"), _OPEN))
_DECIDE = Statement(
    update(duplicate)
    .where(duplicate.c.id == parameter("id_"), _OPEN)
    .values(
        status=parameter("new_status"),
        decided_at=parameter("now"),
        decided_by=parameter("new_decided_by"),
        reason=parameter("new_reason"),
    )
)
_OF_TWO = (
    select(duplicate)
    .join(_one, _one.c.uln == duplicate.c.uln)
    .join(_other, _other.c.uln == duplicate.c.other_uln)
    .where(duplicate.c.id > parameter("after"))
)
_BOTH_LIVE = and_(_one.c.status == LearnerStatus.ACTIVE.value, _other.c.status == LearnerStatus.ACTIVE.value)
_SELECT_OPEN_BY_SCORE = Query(
    _OF_TWO.where(_OPEN, _BOTH_LIVE, among(duplicate.c.advice, words("advices")))
    .order_by(duplicate.c.score.desc(), duplicate.c.id)
    .limit(parameter("most")),
    _DuplicateRow,
)
_COUNT_OPEN = Query(
    select(duplicate.c.advice, func.count().label("pairs"))
    .join(_one, _one.c.uln == duplicate.c.uln)
    .join(_other, _other.c.uln == duplicate.c.other_uln)
    .where(_OPEN, _BOTH_LIVE)
    .group_by(duplicate.c.advice),
    _AdviceRow,
)
_SELECT_OPEN = Query(_OF_TWO.where(_OPEN, _BOTH_LIVE).order_by(duplicate.c.id).limit(_AT_ONCE), _DuplicateRow)
_SELECT_CONFIRMED = Query(
    _OF_TWO.where(
        duplicate.c.status == DuplicateStatus.CONFIRMED.value,
        func.coalesce(_one.c.master_uln, _one.c.uln) == func.coalesce(_other.c.master_uln, _other.c.uln),
    )
    .order_by(duplicate.c.id)
    .limit(_AT_ONCE),
    _DuplicateRow,
)


def _keep_apart(insert: OwnInsert) -> Insert:
    """Return the statement that writes that two are different people.

    It overrides what was proposed or decided about them.
    """
    names = [name for name in duplicate.c.keys() if name != "id"]  # noqa: SIM118
    insertion = insert(duplicate).values({name: parameter(name) for name in names})
    decided = ("status", "decided_at", "decided_by", "reason")
    return insertion.on_conflict_do_update(
        index_elements=[duplicate.c.uln, duplicate.c.other_uln],
        set_={name: insertion.excluded[name] for name in decided},
    )


_KEEP_APART = Statement(_keep_apart)


@dataclass(frozen=True, slots=True)
class PairCounts:
    """Numbers of findings: new, open already, decided before."""

    new: int = 0
    open: int = 0
    decided: int = 0

    def __add__(self, more: "PairCounts") -> "PairCounts":
        return PairCounts(self.new + more.new, self.open + more.open, self.decided + more.decided)


class Duplicates:
    """The pairs, within one transaction."""

    def __init__(self, session: Session, at: datetime) -> None:
        self._session = session
        self._at = at

    def candidates(self, people: Sequence[tuple[str, Traits]]) -> Iterator[tuple[int, str, Traits]]:
        """Return the active learners whom these people might be.

        Each comes with the place of the person in `people`, and its ULN. Only learners with a later ULN than the
        person's come, so that every pair comes once if all learners are asked for.
        """
        searches = [search_of(person) for _, person in people]
        if self._session.dialect.name == "sqlite":
            for place, (uln, _) in enumerate(people):
                asked = searches[place]._asdict() | {"after": uln}
                for row in self._session.rows(_SELECT_CANDIDATES, asked):
                    yield place, row.uln, compared(row)
        elif people:
            for row in self._session.rows(_SELECT_CANDIDATES_OF_ALL, _lists(searches, [uln for uln, _ in people])):
                yield row.n - 1, row.uln, compared(row)

    def people(self, ulns: Collection[str]) -> dict[str, Traits]:
        """Return the traits of learners, by ULN, whatever their status."""
        return {row.uln: compared(row) for row in self._session.rows(_SELECT_LEARNERS, {"ulns": ulns})}

    def keep(self, findings: Sequence[Finding]) -> PairCounts:
        """Write pairs, and return how many were new.

        An open pair gets its new score. A pair that an operator has decided on stays as it is.
        """
        known = self.known({finding.uln for finding in findings})
        new, changed, still, decided = [], [], 0, 0
        for finding in sorted(findings, key=lambda finding: (finding.uln, finding.other_uln)):
            stored = known.get((finding.uln, finding.other_uln))
            if stored is None:
                new.append(self._row(finding))
            elif stored.status is not DuplicateStatus.OPEN:
                decided += 1
            else:
                still += 1
                changed += _changes(stored, finding)
        # Not by Session.insert: it copies through a temporary table, which cannot draw the numbers of pairs.
        added = self._session.run_all(_INSERT.statement, new)
        self._session.run_all(_UPDATE_SCORE, changed)
        return PairCounts(new=added, open=still, decided=decided)

    def known(self, ulns: Collection[str]) -> dict[Pair, Duplicate]:
        """Return the pairs whose first ULN is one of these.

        Open and decided ones.
        """
        rows = self._session.rows(_SELECT_BY_ULNS, {"ulns": ulns})
        return {(row.uln, row.other_uln): _duplicate(row) for row in rows}

    def listed(self, advices: Collection[Advice], most: int) -> list[Duplicate]:
        """Return the open pairs of active learners, best first."""
        values = {"after": 0, "advices": [_word(advice) for advice in advices], "most": most}
        return [_duplicate(row) for row in self._session.rows(_SELECT_OPEN_BY_SCORE, values)]

    def to_decide(self) -> Mapping[Advice, int]:
        """Count the open pairs of active learners."""
        counts = {_advice(row.advice): row.pairs for row in self._session.rows(_COUNT_OPEN)}
        return {advice: counts.get(advice, 0) for advice in Advice}

    def open_after(self, number: int) -> list[Duplicate]:
        """Return some open pairs of active learners, after a number.

        They come in the order of their numbers.
        """
        return [_duplicate(row) for row in self._session.rows(_SELECT_OPEN, {"after": number})]

    def withdraw(self, pairs: Collection[Duplicate]) -> int:
        """Delete open pairs, and return how many were deleted.

        For pairs that no longer look like one person. A pair that an operator has decided on stays.
        """
        return self._session.run_all(_DELETE_OPEN, [{"id_": pair.number} for pair in pairs])

    def by_number(self, number: int) -> Duplicate:
        """Return the pair with this number, or raise NoSuchDuplicate."""
        row = self._session.row(_SELECT_BY_NUMBER, {"id_": number})
        if row is None:
            raise NoSuchDuplicate(f"no pair has the number {number}")
        return _duplicate(row)

    def decide(self, pair: Duplicate, status: DuplicateStatus, decision: Decision) -> None:
        """Write what an operator decided.

        Raises AlreadyDecided if another operator decided first.
        """
        values = {
            "id_": pair.number,
            "new_status": status.value,
            "now": self._at,
            "new_decided_by": decision.by,
            "new_reason": decision.reason,
        }
        if self._session.run(_DECIDE, values) != 1:
            raise AlreadyDecided(f"pair {pair.number} was decided a moment ago")

    def keep_apart(self, one: str, other: str, decision: Decision) -> None:
        """Write that an operator says these are two people.

        They are not proposed again.
        """
        uln, other_uln = sorted((one, other))
        row = {
            "uln": uln,
            "other_uln": other_uln,
            "found_at": self._at,
            "advice": _word(Advice.LOOK),
            "score": 0.0,
            "evidence": _evidence((), None),
            "status": DuplicateStatus.REJECTED.value,
            "decided_at": self._at,
            "decided_by": decision.by,
            "reason": decision.reason,
        }
        self._session.run(_KEEP_APART, row)

    def confirmed(self) -> Iterator[tuple[Traits, Traits]]:
        """Return confirmed pairs that are still merged.

        Matching learns from them (`matching.confirmed`).
        """
        after = 0
        while rows := self._session.rows(_SELECT_CONFIRMED, {"after": after}):
            people = self.people({uln for row in rows for uln in (row.uln, row.other_uln)})
            for row in rows:
                yield people[row.uln], people[row.other_uln]
            after = rows[-1].id

    def _row(self, finding: Finding) -> dict[str, object]:
        return {
            "uln": finding.uln,
            "other_uln": finding.other_uln,
            "found_at": self._at,
            "advice": _word(finding.advice),
            "score": round(finding.explanation.score, 2),
            "evidence": _evidence(finding.explanation.evidence, finding.opinion),
            "status": DuplicateStatus.OPEN.value,
        }


def _lists(searches: Sequence[Search], ulns: list[str]) -> Values:
    return {**lists_of(searches), "after": ulns}


def _changes(stored: Duplicate, finding: Finding) -> list[dict[str, object]]:
    """Return the update that an open pair needs, if any.

    A second opinion stays until a newer one comes.
    """
    score = round(finding.explanation.score, 2)
    evidence = _evidence(finding.explanation.evidence, finding.opinion or stored.opinion)
    if (stored.advice, stored.score, _evidence(stored.evidence, stored.opinion)) == (finding.advice, score, evidence):
        return []
    return [{"id_": stored.number, "new_advice": _word(finding.advice), "new_score": score, "new_evidence": evidence}]


def _evidence(pieces: Sequence[Evidence], opinion: Opinion | None) -> dict[str, object]:
    """Return the evidence as JSON that people can read too."""
    fields = [{"field": piece.field, "level": piece.level, "bits": round(piece.bits, 2)} for piece in pieces]
    if opinion is None:
        return {"fields": fields}
    stated = {"by": opinion.by, "bits": round(opinion.bits, 2), "probability": round(opinion.probability, 6)}
    return {"fields": fields, "second opinion": stated}


def _word(advice: Advice) -> str:
    return advice.name.lower()


def _advice(word: str) -> Advice:
    return Advice[word.upper()]


def _duplicate(row: _DuplicateRow) -> Duplicate:
    stated = row.evidence.get("second opinion")
    return Duplicate(
        number=row.id,
        uln=row.uln,
        other_uln=row.other_uln,
        found_at=row.found_at,
        advice=_advice(row.advice),
        score=row.score,
        evidence=tuple(Evidence(one["field"], one["level"], one["bits"]) for one in row.evidence["fields"]),
        opinion=None if stated is None else Opinion(by=stated["by"], bits=stated["bits"]),
        status=DuplicateStatus(row.status),
    )
