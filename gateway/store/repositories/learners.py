"""Read and change learners in the database."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from random import Random

from sqlalchemy import ColumnElement, Date, SmallInteger, String, func, select, true, update

from gateway.domain import uln as ulns
from gateway.domain.actors import Caller, Cause, by_caller
from gateway.domain.chance import SECURE
from gateway.domain.learner import AbilityToShare, IdentityFields, Learner, LearnerStatus, Person, identity_of
from gateway.domain.matching import Candidate, traits_of
from gateway.store.database.session import Session, only_row
from gateway.store.database.statement import (
    Insertion,
    Lookup,
    Numbered,
    Query,
    Statement,
    Values,
    among,
    arrays,
    constant,
    parameter,
    words,
)
from gateway.store.errors import Clash, LearnerExists, Stale
from gateway.store.repositories.candidate_search import Search, candidates_of, candidates_of_all, lists_of, search_of
from gateway.store.repositories.consents import Consents
from gateway.store.repositories.learner_rows import (
    CandidateRow,
    LearnerRow,
    NumberedCandidateRow,
    before_of,
    candidate_of,
    learner_of,
    row_of,
    values_of,
)
from gateway.store.repositories.traits_rows import COMPARED
from gateway.store.tables.learners import learner, learner_history

_merged = learner.alias("merged")
_LINKED = (
    select(func.aggregate_strings(_merged.c.uln, ",")).where(_merged.c.master_uln == learner.c.uln).correlate(learner)
)
_OPT_OUT_HOLDS = (
    _merged.c.ability_to_share == constant(int(AbilityToShare.OPTED_OUT)),
    _merged.c.opt_out_lifted_by.is_(None),
)
_LEARNERS = select(
    learner,
    _LINKED.scalar_subquery().label("linked_ulns"),
    _LINKED.where(*_OPT_OUT_HOLDS).scalar_subquery().label("opt_outs"),
)


class _UlnRow:
    uln: str


class _NumberedUlnRow:
    n: int
    uln: str


class _CountRow:
    living: int


class HistoryRow:
    """A change of a learner, and the columns before it."""

    at: datetime
    organisation_id: int | None
    user_name: str
    change: str
    before: dict[str, object] | None
    call: str | None


_COUNT_LIVING = Query(
    select(func.count().label("living")).where(learner.c.status == LearnerStatus.ACTIVE.value), _CountRow
)


_INSERT = Insertion(learner, but=["opt_out_lifted_by"], unless_taken=True, key="uln")
_KEY = {
    "date_of_birth": Date(),
    "family_key": String(),
    "given_key": String(),
    "postcode_key": String(),
    "gender": SmallInteger(),
}
_HAS_KEY = tuple(learner.c[name] == parameter(f"{name}_") for name in _KEY)
_IS_LIVING = learner.c.status == constant(LearnerStatus.ACTIVE.value)  # active learners have an index of their own
_IS_KNOWN = learner.c.status != constant(LearnerStatus.DELETED.value)
_SELECT_LIVING_HOLDER = Query(select(learner.c.uln).where(*_HAS_KEY, _IS_LIVING).limit(1), _UlnRow)
_KEYS = arrays("asked", _KEY)
_HOLDS_ASKED = (
    select(learner.c.uln)
    .where(*(learner.c[name] == _KEYS.c[name] for name in _KEY), _IS_KNOWN)
    .limit(constant(1))
    .correlate(_KEYS)
    .lateral("holder")
)
_SELECT_ANY_HOLDERS = Query(
    select(_KEYS.c.n, _HOLDS_ASKED.c.uln).select_from(_KEYS.join(_HOLDS_ASKED, true())),
    _NumberedUlnRow,
    only="postgresql",
)


def _lists_of_keys(asked: Sequence[Values]) -> dict[str, list[object]]:
    return {name: [one[f"{name}_"] for one in asked] for name in _KEY}


_SELECT_ANY_HOLDER = Query(
    select(learner.c.uln).where(*_HAS_KEY, _IS_KNOWN).limit(1),
    _UlnRow,
    together=Numbered(_SELECT_ANY_HOLDERS, _lists_of_keys),
)
"""A holder of the key fields, active or merged.

The unique index does not stop a second registration of a merged learner, nor of one registered beside another with the
same key fields.
"""
_SELECT_HOLDERS = Query(_LEARNERS.where(*_HAS_KEY, _IS_KNOWN).order_by(learner.c.created_at, learner.c.uln), LearnerRow)


def _replacing(**also: ColumnElement[int]) -> Statement:
    """Return the update of all details of a learner.

    It changes nobody if the learner has changed. An AbilityToShare of None stays as it is.
    """
    kept = {"uln", "status", "master_uln", "version", "created_at", "registered_by", "opt_out_lifted_by", "key_number"}
    changed = {one.name: parameter(one.name) for one in learner.c if one.name not in kept}
    return Statement(
        update(learner)
        .where(
            learner.c.uln == parameter("uln_"),
            learner.c.version == parameter("version_"),
            learner.c.status == parameter("status_"),
        )
        .values(
            changed
            | {
                "ability_to_share": func.coalesce(
                    parameter("ability_to_share", SmallInteger()), learner.c.ability_to_share
                ),
                "version": learner.c.version + constant(1),
            }
            | also
        )
    )


_REPLACE = _replacing()
_REPLACE_WITH_KEYS = _replacing(key_number=constant(0))
_INSERT_HISTORY = Insertion(learner_history, but=["id"], in_arrays=True)
_SELECT_BY_ULNS = Query(_LEARNERS.where(among(learner.c.uln, words("ulns"))), LearnerRow)
_SELECT_BY_ULN = Query(
    _LEARNERS.where(learner.c.uln == parameter("uln_")),
    LearnerRow,
    together=Lookup(_SELECT_BY_ULNS, one="uln_", many="ulns", column="uln"),
)
_COMPARED = select(
    learner.c.uln,
    learner.c.status,
    learner.c.master_uln,
    learner.c.family_key,
    learner.c.given_key,
    learner.c.postcode_key,
    *COMPARED,
)
_SELECT_CANDIDATES_OF_ALL = candidates_of_all(_COMPARED, NumberedCandidateRow)
_SELECT_CANDIDATES = candidates_of(
    _COMPARED,
    CandidateRow,
    together=Numbered(_SELECT_CANDIDATES_OF_ALL, lambda all_: lists_of([Search(**values) for values in all_])),
)


def _fields(key: IdentityFields) -> dict[str, object]:
    return {
        "date_of_birth_": key.born,
        "family_key_": key.family,
        "given_key_": key.given,
        "postcode_key_": key.postcode,
        "gender_": key.gender,
    }


class Learners:
    """The learners, within one transaction."""

    def __init__(self, session: Session, at: datetime, chance: Random = SECURE) -> None:
        self._session = session
        self._at = at
        self._chance = chance
        self._consents = Consents(session, at)

    def by_uln(self, uln: str) -> Learner | None:
        """Return the learner with this ULN, or None.

        Merged and deleted learners are returned too.
        """
        row = self._session.row(_SELECT_BY_ULN, {"uln_": uln})
        return None if row is None else learner_of(row)

    def by_ulns(self, ulns_: Collection[str]) -> dict[str, Learner]:
        """Return the learners with these ULNs, by ULN."""
        rows = self._session.rows(_SELECT_BY_ULNS, {"ulns": ulns_})
        return {row.uln: learner_of(row) for row in rows}

    def count_living(self) -> int:
        """Count the active learners."""
        return only_row(self._session, _COUNT_LIVING).living

    def candidates(self, person: Person) -> list[Candidate]:
        """Return the candidates for a person, by ULN.

        They are active or merged learners.
        """
        return self._found(search_of(traits_of(person)))

    def _found(self, search: Search) -> list[Candidate]:
        return [candidate_of(row) for row in self._session.rows(_SELECT_CANDIDATES, search._asdict())]

    def candidates_of_all(self, searches: Collection[Search]) -> dict[Search, list[Candidate]]:
        """Return the candidates of many searches.

        On PostgreSQL, where each statement costs a round trip, one statement answers all of them.
        """
        if self._session.dialect.name == "sqlite":
            return {search: self._found(search) for search in searches}
        asked = list(searches)
        found: dict[Search, list[Candidate]] = {search: [] for search in asked}
        if asked:
            for row in self._session.rows(_SELECT_CANDIDATES_OF_ALL, lists_of(asked)):
                found[asked[row.n - 1]].append(candidate_of(row))
        return found

    def register(self, person: Person, caller: Caller) -> str:
        """Register a new learner and return the ULN.

        Raises LearnerExists if a learner who is active, or merged into one who is, has the same key fields.
        """
        key = identity_of(person)
        while not self._session.rows(_SELECT_ANY_HOLDER, _fields(key)):
            new = self.new_learner(self.draw_uln(), person, caller)
            if self._session.insert_planned(_INSERT, row_of(new), key):
                self.record_registered([new.uln], caller)
                return new.uln
        raise LearnerExists("a learner has these key fields")

    def holders(self, key: IdentityFields) -> list[Learner]:
        """Return the learners with these key fields, oldest registration first.

        They are active or merged learners.
        """
        rows = self._session.rows(_SELECT_HOLDERS, _fields(key))
        return [learner_of(row) for row in rows]

    def register_beside(self, person: Person, others: Sequence[Learner], caller: Caller) -> str:
        """Register a learner beside others with the same key fields.

        Return the ULN. If several callers register such a learner at once, one of them succeeds: raises LearnerExists
        if another was registered after `others` were read.
        """
        number = 1 + max(other.key_number for other in others)
        while True:
            new = replace(self.new_learner(self.draw_uln(), person, caller), key_number=number)
            if self.insert_all([new]):
                self.record_registered([new.uln], caller)
                return new.uln
            if any(holder.key_number >= number for holder in self.holders(identity_of(person))):
                raise LearnerExists("a living learner has these key fields")

    def draw_uln(self) -> str:
        """Return a random ULN, which a learner may have already."""
        return ulns.draw(self._chance.randrange)

    def new_learner(self, uln: str, person: Person, caller: Caller) -> Learner:
        """Return the learner that a registration makes of a person."""
        return Learner(
            uln=uln,
            person=person,
            status=LearnerStatus.ACTIVE,
            version=1,
            created_at=self._at,
            updated_at=self._at,
            registered_by=caller.organisation.reference,
        )

    def insert_all(self, learners: Sequence[Learner]) -> int:
        """Register learners, and return how many are new.

        A learner whose ULN or key fields are taken is left out.
        """
        return self._session.insert(_INSERT, [row_of(one) for one in learners])

    def holder(self, key: IdentityFields) -> str | None:
        """Return the active learner's ULN with these key fields.

        Return None if there is none.
        """
        row = self._session.row(_SELECT_LIVING_HOLDER, _fields(key))
        return None if row is None else row.uln

    def replace(self, stored: Learner, person: Person, caller: Caller) -> None:
        """Replace the details of a learner.

        AbilityToShare is written only if it changes: the value held may be that of a linked learner. Raises Stale if
        somebody has changed the learner since it was read, and LearnerExists if another active learner has the new key
        fields.
        """
        shares, cause = person.ability_to_share, by_caller(caller)
        is_stated = shares is not stored.person.ability_to_share
        values = values_of(person) | {
            "ability_to_share": int(shares) if is_stated else None,
            "updated_at": self._at,
            "uln_": stored.uln,
            "version_": stored.version,
            "status_": stored.status.value,
        }
        if identity_of(person) == identity_of(stored.person):
            is_replaced = self._session.run_planned(_REPLACE, values, (stored.uln,))
        else:
            is_replaced = self._replace_with_keys(person, values)
        if not is_replaced:
            raise Stale("the learner changed since it was read")
        self.record_change("updated", stored, cause)
        if is_stated:
            self._consents.record_statement(stored, shares, cause)

    def _replace_with_keys(self, person: Person, values: Values) -> bool:
        """Replace details, with key fields that must be free.

        Raises LearnerExists.
        """
        if self.holder(identity_of(person)) is not None:  # the unique index sees only those with the same key_number
            raise LearnerExists("another living learner has these key fields")
        try:
            with self._session.savepoint():
                return self._session.run(_REPLACE_WITH_KEYS, values) == 1
        except Clash as error:
            raise LearnerExists("another living learner has these key fields") from error

    def bump_version(self, stored: Learner, cause: Cause) -> None:
        """Increase the version after a merge changed the AbilityToShare.

        Lock the learner before.
        """
        now = {"version": stored.version + 1, "updated_at": self._at}
        self._session.run(update(learner).where(learner.c.uln == stored.uln).values(now))
        self.record_change("consent", stored, cause)

    def record_statement(self, stored: Learner, given: AbilityToShare, cause: Cause) -> None:
        """Write the AbilityToShare that a learner states, nothing else.

        Lock the learner before.
        """
        values = {"ability_to_share": int(given), "version": stored.version + 1, "updated_at": self._at}
        self._session.run(update(learner).where(learner.c.uln == stored.uln).values(values))
        self.record_change("consent", stored, cause)
        self._consents.record_statement(stored, given, cause)

    def record_change(self, change: str, before: Learner, cause: Cause) -> None:
        """Write a change into the learner's history."""
        entry = self._entry(before.uln, change, cause) | {"before": before_of(before), "call": cause.call or None}
        self._session.add(_INSERT_HISTORY, [entry])

    def record_registered(self, ulns: Collection[str], caller: Caller) -> None:
        """Write into the histories of learners that they were registered."""
        cause = by_caller(caller)
        entries = [self._entry(uln, "registered", cause) | {"before": None, "call": None} for uln in ulns]
        self._session.add(_INSERT_HISTORY, entries)

    def _entry(self, uln: str, change: str, cause: Cause) -> dict[str, object]:
        return {
            "uln": uln,
            "at": self._at,
            "organisation_id": cause.organisation_id,
            "user_name": cause.user,
            "change": change,
        }

    def import_learners(self, learners: Sequence[Learner]) -> int:
        """Register learners with given ULNs, and return the number.

        A ULN that is taken is left alone. For demonstration data and migrations from another register.
        """
        return self.insert_all(learners)

    def history(self, uln: str) -> list[HistoryRow]:
        """Return the changes of a learner, oldest first."""
        rows = select(learner_history).where(learner_history.c.uln == uln).order_by(learner_history.c.id)
        return self._session.rows(Query(rows, HistoryRow))
