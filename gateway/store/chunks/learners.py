"""Learners by the hundred, for the rows of a chunk.

A chunk is planned on what was read, and then written in a few statements. `PlannedLearners` answers as `Learners` does,
whatever the chunk did before, but writes nothing, so nobody has to wait for it. It cannot see what others write
meanwhile. So `write` checks: if a learner has changed since it was read, or somebody else has registered the same
person, it raises Overtaken, and the chunk must be done again, row by row.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from gateway.domain.actors import Caller
from gateway.domain.learner import IdentityFields, Learner, Person, identity_of
from gateway.domain.matching import Candidate, probes, traits_of
from gateway.domain.matching.index import Index
from gateway.domain.matching.keys import Probe
from gateway.store.errors import LearnerExists, Overtaken, Stale
from gateway.store.repositories.candidate_search import Search, search_by
from gateway.store.repositories.learners import Learners


class _PersonSearch(NamedTuple):
    person: Person
    probes: Sequence[Probe]
    search: Search


class PlannedLearners:
    """Learners for the rows of a chunk.

    They are the learners that were read, with the changes that the chunk plans.
    """

    def __init__(self, learners: Learners, at: datetime, people: Sequence[Person], ulns: Collection[str]) -> None:
        self._learners = learners
        self._at = at
        self._asked: dict[int, _PersonSearch] = {}
        self._looked_up = learners.candidates_of_all({self._asked_of(person).search for person in people})
        drawn = dict.fromkeys(learners.draw_uln() for _ in people)
        self._now: dict[str, Learner] = {}
        to_read = {*ulns, *self._sought(people)}
        looked_up = learners.by_ulns(to_read | drawn.keys())
        self._by_uln: dict[str, Learner | None] = {uln: looked_up.get(uln) for uln in to_read}
        self._free_ulns = [uln for uln in drawn if uln not in looked_up]
        # In a register of a million, one draw in eight hundred is taken.
        self._seen = Index[str]()
        self._new: dict[IdentityFields, tuple[Learner, Caller]] = {}
        self._replaced: list[tuple[Learner, Person, Caller]] = []

    def _sought(self, people: Sequence[Person]) -> Iterator[str]:
        """Return the ULNs of learners with the same key fields.

        The rows will ask for their records.
        """
        for person in people:
            key = identity_of(person)
            for candidate in self._looked_up[self._asked_of(person).search]:
                if candidate.identity == key:
                    yield candidate.survivor

    def by_uln(self, uln: str) -> Learner | None:
        """Return the learner with this ULN, or None.

        Merged and deleted learners are returned too.
        """
        if uln in self._now:
            return self._now[uln]
        return self._by_uln[uln] if uln in self._by_uln else self._learners.by_uln(uln)

    def by_ulns(self, ulns: Collection[str]) -> dict[str, Learner]:
        """Return the learners with these ULNs, by ULN."""
        unknown = [uln for uln in ulns if uln not in self._now and uln not in self._by_uln]
        if unknown:
            self._by_uln |= dict.fromkeys(unknown) | self._learners.by_ulns(unknown)
        found = {uln: self._now.get(uln) or self._by_uln.get(uln) for uln in ulns}
        return {uln: one for uln, one in found.items() if one is not None}

    def candidates(self, person: Person) -> list[Candidate]:
        """Return the candidates for a person, by ULN.

        They are active or merged learners, among them those that this chunk registers.
        """
        found = self._found_before(person)
        if not self._now:
            return found
        unchanged = [candidate for candidate in found if candidate.uln not in self._now]
        seen = [Candidate.of(self._now[uln]) for uln in self._seen.found_by_any(self._asked_of(person).probes)]
        return sorted([*unchanged, *seen], key=lambda one: one.uln) if seen else unchanged

    def _found_before(self, person: Person) -> list[Candidate]:
        """Return the candidates as they were read."""
        search = self._asked_of(person).search
        found = self._looked_up.get(search)
        if found is None:
            found = self._looked_up[search] = self._learners.candidates(person)
        return found

    def _asked_of(self, person: Person) -> "_PersonSearch":
        """Return the search for a person.

        It is worked out once, since a row asks several times.
        """
        known = self._asked.get(id(person))
        if known is None or known.person is not person:
            traits = traits_of(person)
            asked = probes(traits)
            known = self._asked[id(person)] = _PersonSearch(person, asked, search_by(asked, traits.born))
        return known

    def register(self, person: Person, caller: Caller) -> str:
        """Plan to register a new learner, and return the ULN.

        Raises LearnerExists.
        """
        key = identity_of(person)
        if key in self._new or any(candidate.identity == key for candidate in self._found_before(person)):
            raise LearnerExists("a learner has these key fields")
        uln = self._free_ulns.pop() if self._free_ulns else self._learners.draw_uln()
        new = self._learners.new_learner(uln, person, caller)
        self._new[key] = new, caller
        self._see(new)
        return new.uln

    def replace(self, learner: Learner, person: Person, caller: Caller) -> None:
        """Plan to replace the details of a learner.

        Raises Overtaken for a change of the key fields: only the register can say whether they are free.
        """
        if identity_of(person) != identity_of(learner.person):
            raise Overtaken("only the register can say whether a key is free")
        self._replaced.append((learner, person, caller))
        self._see(replace(learner, person=person, version=learner.version + 1, updated_at=self._at))

    def _see(self, learner: Learner) -> None:
        """Remember a learner's new details, so that searches find them."""
        self._now[learner.uln] = learner
        self._seen.add(learner.uln, traits_of(learner.person))

    def write(self, learners: Learners) -> None:
        """Write what is planned.

        Raises Overtaken if what was read has changed. The transaction must then be rolled back.
        """
        # All insert in the order of the key fields, so that two batches with the same people do not deadlock.
        new = [self._new[key] for key in sorted(self._new)]
        if learners.insert_all([one for one, _ in new]) != len(new):
            raise Overtaken("somebody else has registered a learner of this chunk")
        for caller in {caller for _, caller in new}:
            learners.record_registered([one.uln for one, by in new if by == caller], caller)
        try:
            for learner, person, caller in sorted(self._replaced, key=lambda one: one[0].uln):
                learners.replace(learner, person, caller)
        except (Stale, LearnerExists) as error:
            raise Overtaken("somebody else has changed a learner of this chunk") from error
