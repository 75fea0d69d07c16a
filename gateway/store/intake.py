"""Learners by the hundred: looked up together before a slice of a batch, written together after it.

An `Intake` answers as `Learners` does, at any moment, whatever the slice did before; it only asks and writes
the database in fewer statements. What it cannot see is what others write meanwhile: where one of them
registers the same person, `write` raises Overtaken, and the slice must be done again without it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from gateway.domain.learner import Key, Learner, Person, key_of
from gateway.domain.organisation import Caller
from gateway.store.errors import KeyTaken, Overtaken
from gateway.store.learners import Learners, Search, search_of
from gateway.store.session import Session

Block = tuple[str, str | date]
"""A family name, with a birth date or a postcode: who shares one may be the same person."""


class Intake(Learners):
    """The learners, as a slice of a batch works with them within one transaction."""

    def __init__(self, session: Session, at: datetime) -> None:
        super().__init__(session, at)
        self._candidates: dict[Search, list[Learner]] = {}
        self._by_uln: dict[str, Learner | None] = {}
        self._free_ulns: list[str] = []
        self._changed: dict[str, Learner] = {}
        self._in_block: dict[Block, set[str]] = defaultdict(set)
        self._new: dict[Key, Learner] = {}
        self._new_ulns: dict[Caller, list[str]] = defaultdict(list)

    def look_ahead(self, people: Iterable[Person], wanted: Collection[str]) -> None:
        """Look up whom these people might be, and the learners with these ULNs."""
        people = list(people)
        self._candidates = self.candidates_of_all({search_of(person) for person in people})
        self._free_ulns = self.free_ulns(len(people))
        if wanted:
            self._by_uln = dict.fromkeys(wanted) | self.by_ulns(wanted)

    def by_uln(self, uln: str) -> Learner | None:
        """Give the learner with this ULN, merged and deleted ones too."""
        if uln in self._changed:
            return self._changed[uln]
        return self._by_uln[uln] if uln in self._by_uln else super().by_uln(uln)

    def candidates(self, person: Person) -> list[Learner]:
        """Give the learners, living or merged, whom the person might be; those of this slice too."""
        search = search_of(person)
        if search not in self._candidates:
            self.write()
            return super().candidates(person)
        found = [one for one in self._candidates[search] if one.uln not in self._changed]
        touched = {uln for block in _blocks(search) for uln in self._in_block.get(block, ())}
        return sorted([*found, *(self._changed[uln] for uln in touched)], key=lambda one: one.uln) if touched else found

    def register(self, person: Person, caller: Caller) -> str:
        """Put a new learner on the register, at the next `write`, and give the ULN. Raises KeyTaken."""
        search, key = search_of(person), key_of(person)
        if search not in self._candidates or not self._free_ulns:
            self.write()
            return super().register(person, caller)
        if any(key_of(one.person) == key for one in self.candidates(person)):
            raise KeyTaken("a learner has these key fields")
        new = self.new_learner(self._free_ulns.pop(), person, caller)
        self._new[key] = new
        self._new_ulns[caller].append(new.uln)
        self._see(new)
        return new.uln

    def replace(self, held: Learner, person: Person, caller: Caller) -> None:
        """Put new details in place of those held. Raises Stale, KeyTaken."""
        if key_of(held.person) in self._new or key_of(person) in self._new:
            self.write()
        super().replace(held, person, caller)
        self._see(replace(held, person=person, version=held.version + 1, updated_at=self._at))

    def _see(self, one: Learner) -> None:
        """Remember how a learner is now, and where a search comes upon it."""
        self._changed[one.uln] = one
        for block in _blocks(search_of(one.person)):
            self._in_block[block].add(one.uln)

    def write(self) -> None:
        """Put the new learners on the register. Raises Overtaken where somebody else has registered one of them."""
        if not self._new:
            return
        # Everybody inserts in the order of the key: two intakes of the same people wait for one another, not in a ring.
        new = [self._new[key] for key in sorted(self._new)]
        if self.insert_all(new) != len(new):
            raise Overtaken("somebody else has registered a learner of this slice")
        for caller, new_ulns in self._new_ulns.items():
            self.record_registered(new_ulns, caller)
        self._new.clear()
        self._new_ulns.clear()


def _blocks(search: Search) -> Iterator[Block]:
    for family in search.families:
        yield family, search.born
        yield family, search.lives_at
