"""Learners by the hundred: a slice of a batch is planned on what was read, and then written in a few statements.

A `Plan` answers as `Learners` does, at any moment, whatever the slice did before, and writes nothing; so nobody
waits for it. What it cannot see is what others write meanwhile. `write` notices: where a learner is not
as it was read, or somebody else has registered the same person, it raises Overtaken, and the slice is to be done again,
row by row.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from gateway.domain.learner import Key, Learner, Person, key_of
from gateway.domain.matching import Traits, traits_of
from gateway.domain.matching.index import Index
from gateway.domain.organisation import Caller
from gateway.domain.uln import draw
from gateway.store.errors import KeyTaken, Overtaken, Stale
from gateway.store.learners import Learners
from gateway.store.search import Search, search_of
from gateway.store.session import Session


class _Asked(NamedTuple):
    person: Person
    traits: Traits
    search: Search


class Plan(Learners):
    """The learners as a slice of a batch works with them: those that were read, and over them what the slice does."""

    def __init__(self, session: Session, at: datetime, people: Sequence[Person], ulns: Collection[str]) -> None:
        super().__init__(session, at)
        self._asked: dict[int, _Asked] = {}
        self._looked_up = self.candidates_of_all({self._asked_of(person).search for person in people})
        self._free_ulns = {draw() for _ in people}
        looked_up = self.by_ulns({*ulns, *self._free_ulns})
        self._by_uln = {uln: looked_up.get(uln) for uln in ulns}
        self._free_ulns -= looked_up.keys()  # in a register of a million, one draw in eight hundred is taken
        self._now: dict[str, Learner] = {}
        self._seen = Index[str]()
        self._new: dict[Key, tuple[Learner, Caller]] = {}
        self._replaced: list[tuple[Learner, Person, Caller]] = []

    def by_uln(self, uln: str) -> Learner | None:
        """Give the learner with this ULN, merged and deleted ones too."""
        if uln in self._now:
            return self._now[uln]
        return self._by_uln[uln] if uln in self._by_uln else super().by_uln(uln)

    def candidates(self, person: Person) -> list[Learner]:
        """Give the learners, living or merged, whom the person might be; those of this slice too."""
        asked = self._asked_of(person)
        found = self._looked_up.get(asked.search)
        if found is None:
            found = self._looked_up[asked.search] = super().candidates(person)
        if not self._now:
            return found
        unchanged = [one for one in found if one.uln not in self._now]
        seen = [self._now[uln] for uln in self._seen.candidates(asked.traits)]
        return sorted([*unchanged, *seen], key=lambda one: one.uln) if seen else unchanged

    def _asked_of(self, person: Person) -> "_Asked":
        """Give what is looked up for a person, worked out once: a row asks several times over."""
        known = self._asked.get(id(person))
        if known is None or known.person is not person:
            traits = traits_of(person)
            known = self._asked[id(person)] = _Asked(person, traits, search_of(traits))
        return known

    def register(self, person: Person, caller: Caller) -> str:
        """Plan to put a new learner on the register, and give the ULN. Raises KeyTaken."""
        key = key_of(person)
        if any(key_of(one.person) == key for one in self.candidates(person)):
            raise KeyTaken("a learner has these key fields")
        new = self.new_learner(self._free_ulns.pop() if self._free_ulns else draw(), person, caller)
        self._new[key] = new, caller
        self._see(new)
        return new.uln

    def replace(self, held: Learner, person: Person, caller: Caller) -> None:
        """Plan to put new details in place of those held. Raises Overtaken for a change of the key fields."""
        if key_of(person) != key_of(held.person):
            raise Overtaken("only the register can say whether a key is free")
        self._replaced.append((held, person, caller))
        self._see(replace(held, person=person, version=held.version + 1, updated_at=self._at))

    def _see(self, one: Learner) -> None:
        """Remember how a learner is now, and where a search comes upon it."""
        self._now[one.uln] = one
        self._seen.add(one.uln, traits_of(one.person))

    def write(self, learners: Learners) -> None:
        """Do what is planned. Raises Overtaken where what was read is no longer so; then nothing may stay."""
        # Everybody inserts in the order of the key: two intakes of the same people wait for one another, not in a ring.
        new = [self._new[key] for key in sorted(self._new)]
        if learners.insert_all([one for one, _ in new]) != len(new):
            raise Overtaken("somebody else has registered a learner of this slice")
        for caller in {caller for _, caller in new}:
            learners.record_registered([one.uln for one, by in new if by == caller], caller)
        try:
            for held, person, caller in self._replaced:
                learners.replace(held, person, caller)
        except (Stale, KeyTaken) as error:
            raise Overtaken("somebody else has changed a learner of this slice") from error
