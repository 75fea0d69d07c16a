"""Learners in the database: questions about them, and the few ways to change them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, update

from gateway.domain import uln as ulns
from gateway.domain.learner import AbilityToShare, Address, Gender, Key, Learner, Person, Standing, key_of
from gateway.domain.matching import Candidate, stored_keys, traits_of
from gateway.domain.names import folded_postcode, normal_name
from gateway.domain.organisation import Caller
from gateway.store.compared import COMPARED, compared
from gateway.store.errors import Clash, KeyTaken, Stale
from gateway.store.search import Search, candidates_of, candidates_of_all, lists_of, search_of
from gateway.store.session import Session
from gateway.store.statement import Insertion, Statement, among, constant, parameter, words
from gateway.store.tables import learner, learner_history

_merged = learner.alias("merged")
_LEARNERS = select(
    learner,
    select(func.aggregate_strings(_merged.c.uln, ","))
    .where(_merged.c.master_uln == learner.c.uln)
    .correlate(learner)
    .scalar_subquery()
    .label("linked_ulns"),
)
_INSERT = Insertion(learner, unless_taken=True)
_HOLDERS = {
    standing: Statement(
        select(learner.c.uln)
        .where(
            learner.c.date_of_birth == parameter("born"),
            learner.c.family_key == parameter("family"),
            learner.c.given_key == parameter("given"),
            learner.c.postcode_key == parameter("lives_at"),
            learner.c.gender == parameter("of_gender"),
            learner.c.standing == constant(standing.value),  # the living have an index of their own
        )
        .limit(1)
    )
    for standing in Standing
}
_RECORD = Insertion(learner_history, but=["id"])
_BY_ULN = Statement(_LEARNERS.where(learner.c.uln == parameter("wanted")))
_BY_ULNS = Statement(_LEARNERS.where(among(learner.c.uln, words("wanted"))))
_COMPARED = select(
    learner.c.uln,
    learner.c.standing,
    learner.c.master_uln,
    learner.c.family_key,
    learner.c.given_key,
    learner.c.postcode_key,
    *COMPARED,
)
_CANDIDATES = candidates_of(_COMPARED)
_CANDIDATES_OF_ALL = candidates_of_all(_COMPARED)


class Learners:
    """The learners, within one transaction."""

    def __init__(self, session: Session, at: datetime) -> None:
        self._session = session
        self._at = at

    def by_uln(self, uln: str) -> Learner | None:
        """Give the learner with this ULN, merged and deleted ones too."""
        row = self._session.row(_BY_ULN, {"wanted": uln})
        return None if row is None else _learner(row)

    def by_ulns(self, wanted: Collection[str]) -> dict[str, Learner]:
        """Give the learners with these ULNs, by ULN."""
        rows = self._session.rows(_BY_ULNS, {"wanted": wanted})
        return {row.uln: _learner(row) for row in rows}

    def candidates(self, person: Person) -> list[Candidate]:
        """Give the learners, living or merged, whom the person might be, in the order of their ULNs."""
        return self._found(search_of(traits_of(person)))

    def _found(self, search: Search) -> list[Candidate]:
        return [_candidate(row) for row in self._session.rows(_CANDIDATES, search._asdict())]

    def candidates_of_all(self, searches: Collection[Search]) -> dict[Search, list[Candidate]]:
        """Give the candidates of many searches: on PostgreSQL, where a statement is a journey, by one of them."""
        if self._session.dialect.name == "sqlite":
            return {search: self._found(search) for search in searches}
        asked = list(searches)
        found: dict[Search, list[Candidate]] = {search: [] for search in asked}
        if asked:
            for row in self._session.rows(_CANDIDATES_OF_ALL, lists_of(asked)):
                found[asked[row.n - 1]].append(_candidate(row))
        return found

    def register(self, person: Person, caller: Caller) -> str:
        """Put a new learner on the register and give the ULN.

        Raises KeyTaken where a learner who lives, or is merged into one who does, has the same key fields.
        """
        if self.holder(key_of(person), Standing.MERGED) is not None:
            raise KeyTaken("a merged learner has these key fields")
        while True:
            new = self.new_learner(ulns.draw(), person, caller)
            if self.insert_all([new]):
                self._record(new.uln, "registered", None, caller)
                return new.uln
            if self.holder(key_of(person)) is not None:
                raise KeyTaken("a living learner has these key fields")

    def new_learner(self, uln: str, person: Person, caller: Caller) -> Learner:
        """Give the learner that a registration makes of a person."""
        return Learner(
            uln=uln,
            person=person,
            standing=Standing.ACTIVE,
            version=1,
            created_at=self._at,
            updated_at=self._at,
            registered_by=caller.organisation.reference,
        )

    def insert_all(self, learners: Sequence[Learner]) -> int:
        """Put learners on the register, but those whose ULN or key fields are taken; give how many are new."""
        return self._session.insert(_INSERT, [_row_of(one) for one in learners])

    def holder(self, key: Key, standing: Standing = Standing.ACTIVE) -> str | None:
        """Give the ULN of a learner of this standing that has these key fields, None where there is none."""
        values = {
            "born": key.born,
            "family": key.family,
            "given": key.given,
            "lives_at": key.postcode,
            "of_gender": key.gender,
        }
        row = self._session.row(_HOLDERS[standing], values)
        return None if row is None else str(row.uln)

    def replace(self, held: Learner, person: Person, caller: Caller) -> None:
        """Put new details in place of those held.

        Raises Stale where somebody changed the learner since it was read, KeyTaken where another
        living learner has the new key fields.
        """
        change = (
            update(learner)
            .where(learner.c.uln == held.uln, learner.c.version == held.version, learner.c.standing == held.standing)
            .values(values_of(person) | {"version": held.version + 1, "updated_at": self._at})
        )
        try:
            with self._session.savepoint():
                changed = self._session.run(change)
        except Clash as error:
            raise KeyTaken("another living learner has these key fields") from error
        if changed != 1:
            raise Stale("the learner changed since it was read")
        self._record(held.uln, "updated", held, caller)

    def _record(self, uln: str, change: str, before: Learner | None, caller: Caller) -> None:
        self.record(uln, change, before, user=caller.user, organisation_id=caller.organisation.id)

    def record(
        self, uln: str, change: str, before: Learner | None, *, user: str, organisation_id: int | None = None
    ) -> None:
        """Write a change into the learner's history; an operator has no organisation."""
        before_it = None if before is None else _before(before)
        self._session.insert(_RECORD, [self._entry(uln, change, user, organisation_id) | {"before": before_it}])

    def record_registered(self, ulns: Collection[str], caller: Caller) -> None:
        """Write into the histories of learners that they were registered."""
        organisation_id = caller.organisation.id
        entries = [self._entry(uln, "registered", caller.user, organisation_id) | {"before": None} for uln in ulns]
        self._session.insert(_RECORD, entries)

    def _entry(self, uln: str, change: str, user: str, organisation_id: int | None) -> dict[str, Any]:
        return {"uln": uln, "at": self._at, "organisation_id": organisation_id, "user_name": user, "change": change}

    def place(self, learners: Sequence[Learner]) -> int:
        """Put learners with given ULNs on the register, leaving alone the ULNs that are taken; give how many are new.

        For demonstration data and migrations from another register.
        """
        return self.insert_all(learners)

    def history(self, uln: str) -> list[Any]:
        """Give the changes of a learner, oldest first: at, organisation_id, user_name, change, before."""
        rows = select(learner_history).where(learner_history.c.uln == uln).order_by(learner_history.c.id)
        return self._session.rows(rows)


def _row_of(one: Learner) -> dict[str, Any]:
    return values_of(one.person) | {
        "uln": one.uln,
        "standing": str(one.standing),
        "master_uln": one.master_uln,
        "version": one.version,
        "created_at": one.created_at,
        "updated_at": one.updated_at,
        "registered_by": one.registered_by,
    }


def values_of(person: Person) -> dict[str, Any]:
    """Give a person as columns of the learner table, keys included."""
    keys = stored_keys(traits_of(person))
    return {
        "title": person.title,
        "given_name": person.given_name,
        "middle_name": person.middle_name,
        "family_name": person.family_name,
        "preferred_given_name": person.preferred_given_name,
        "previous_family_name": person.previous_family_name,
        "family_name_at_16": person.family_name_at_16,
        "school_at_16": person.school_at_16,
        "address_line1": person.address.line1,
        "address_line2": person.address.line2,
        "address_town": person.address.town,
        "address_county": person.address.county,
        "address_captured_on": person.address.captured_on,
        "postcode": person.postcode,
        "date_of_birth": person.date_of_birth,
        "place_of_birth": person.place_of_birth,
        "gender": int(person.gender),
        "email": person.email,
        "telephone": person.telephone,
        "nationality": person.nationality,
        "scottish_candidate_number": person.scottish_candidate_number,
        "verification_type": person.verification_type,
        "verification_description": person.verification_description,
        "ability_to_share": int(person.ability_to_share),
        "notes": person.notes,
        "family_key": normal_name(person.family_name),
        "given_key": normal_name(person.given_name),
        "postcode_key": folded_postcode(person.postcode),
        "family_sound": keys.family_sound,
        "given_sound": keys.given_sound,
        "former_sound1": keys.former_sound1,
        "former_sound2": keys.former_sound2,
        "initials": keys.initials,
        "birth_year": keys.year,
        "birth_day": keys.day,
    }


_KEYS = ("_key", "_sound", "_sound1", "_sound2", "initials", "birth_year", "birth_day")


def _before(held: Learner) -> Mapping[str, Any]:
    kept = {name: value for name, value in values_of(held.person).items() if not name.endswith(_KEYS)}
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in kept.items()}
    return plain | {"version": held.version, "standing": held.standing.value, "master_uln": held.master_uln}


def _candidate(row: Any) -> Candidate:
    key = Key(row.family_key, row.given_key, row.date_of_birth, row.gender, row.postcode_key)
    return Candidate(row.uln, Standing(row.standing), row.master_uln, key, compared(row))


def _learner(row: Any) -> Learner:
    return Learner(
        uln=row.uln,
        standing=Standing(row.standing),
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
        master_uln=row.master_uln,
        linked_ulns=tuple(sorted(row.linked_ulns.split(","))) if row.linked_ulns else (),
        registered_by=row.registered_by,
        person=Person(
            title=row.title,
            given_name=row.given_name,
            middle_name=row.middle_name,
            family_name=row.family_name,
            preferred_given_name=row.preferred_given_name,
            previous_family_name=row.previous_family_name,
            family_name_at_16=row.family_name_at_16,
            school_at_16=row.school_at_16,
            address=Address(
                line1=row.address_line1,
                line2=row.address_line2,
                town=row.address_town,
                county=row.address_county,
                captured_on=row.address_captured_on,
            ),
            postcode=row.postcode,
            date_of_birth=row.date_of_birth,
            place_of_birth=row.place_of_birth,
            gender=Gender(row.gender),
            email=row.email,
            telephone=row.telephone,
            nationality=row.nationality,
            scottish_candidate_number=row.scottish_candidate_number,
            verification_type=row.verification_type,
            verification_description=row.verification_description,
            ability_to_share=AbilityToShare(row.ability_to_share),
            notes=row.notes,
        ),
    )
