"""A model of which records may be read.

It says so after any sequence of changes, by the rules and not by the gateway's code:

- A person is a set of records, one of which survives. After a merge of two people, the survivor of the first survives.
- Every record keeps the AbilityToShare that was stated under its ULN: 0, 1 or 2. A 2 counts for the whole person. It no
  longer counts while the person still has the ULN under which they last saw a new privacy notice.
- All readers get the details under the surviving ULN, unless the person has opted out.
- An update lifts a 2 for an organisation that has identified the person by names. A row of a batch never does.
"""

from dataclasses import dataclass, field

WHOLE_PERSON = True
"""Whether a record shows the events of all linked ULNs.

Otherwise it shows only those of the surviving ULN.
"""

FOUND, LINKED, WITHHELD, NOT_HER = "WSRC0004", "WSRC0022", "WSEC0206", "WSEC0208"
VERIFIED, VERIFIED_MERGED = "WSVRC001", "WSVRC002"
ROW_EXISTS, ROW_UPDATED, ROW_MASTER, ROW_NOT_FOUND = "RC002", "RC003", "RC005", "RC009"
UPDATED, REFUSED, NOT_FOUND, SAME = "WSRC0006", "WSRC0014", "WSRC0019", "WSRC0020"


@dataclass(eq=False)
class Record:
    """The data under one ULN; `events` are in order."""

    uln: str
    given: str
    family: str
    said: int
    first: int = 0
    deleted: bool = False
    events: list[int] = field(default_factory=list)
    excused_under: "Record | None" = None
    looks: int = 0
    identified_by: set[str] = field(default_factory=set)


class Model:
    """The people of one sequence."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.people: list[list[Record]] = []

    def register(self, record: Record) -> None:
        """Add a new person with one record, which survives."""
        record.first = record.said
        self.records.append(record)
        self.people.append([record])

    def person(self, record: Record) -> list[Record]:
        """Return the person of a record."""
        return next(person for person in self.people if record in person)

    def counts(self, record: Record) -> int:
        """Return the AbilityToShare that counts for a record's person."""
        person = self.person(record)
        withheld = any(one.said == 2 and one.excused_under not in person for one in person)
        return 2 if withheld else person[0].said

    def merge(self, one: Record, other: Record) -> bool:
        """Make two people one, if both records survive.

        Returns whether they are one now.
        """
        into, from_ = self.person(one), self.person(other)
        if into is from_ or one is not into[0] or other is not from_[0] or one.deleted or other.deleted:
            return False
        self.people.remove(from_)
        into += from_
        return True

    def unmerge(self, record: Record) -> bool:
        """Make a record a person of its own.

        Returns whether it belonged to another person.
        """
        if self.person(record)[0] is record:
            return False
        self._part(record)
        return True

    def _part(self, record: Record) -> None:
        person = self.person(record)
        person.remove(record)
        self.people.append([record])
        record.excused_under = None
        for one in person:
            if one.excused_under is record:
                one.excused_under = None

    def delete(self, record: Record) -> bool:
        """Delete a record, if that is allowed.

        It is not allowed for the survivor of several records, nor for a record whose 2 alone keeps the person from
        sharing.
        """
        person = self.person(record)
        counting = record.said == 2 and record.excused_under is None
        if record.deleted or (len(person) > 1 and (person[0] is record or counting)):
            return False
        if len(person) > 1:
            self._part(record)
        record.deleted = True
        return True

    def restore(self, record: Record) -> bool:
        """Undo a deletion; return whether there was one."""
        was, record.deleted = record.deleted, False
        return was

    def say(self, record: Record, value: int, by: str) -> str:
        """State the AbilityToShare under a ULN; return the code."""
        person, counted = self.person(record), self.counts(record)
        if record.deleted or person[0] is not record:
            return NOT_FOUND
        if value == counted:
            return SAME
        if value != 1 or (counted == 2 and not any(by in one.identified_by for one in person)):
            return REFUSED
        record.said = 1
        if counted == 2:
            for one in person[1:]:
                if one.said == 2:
                    one.excused_under = record
        return UPDATED

    def verify(self, record: Record, named: Record, by: str) -> str | None:
        """Verify a ULN with the names of a record.

        Returns the code if they agree, else None.
        """
        survivor = self.person(record)[0]
        if record.deleted:
            return None
        record.looks += 1
        if named not in (record, survivor):
            return None
        record.identified_by.add(by)
        return VERIFIED if record is survivor else VERIFIED_MERGED

    def row(self, record: Record, value: int, by: str) -> tuple[str, int]:
        """Process a batch row with a record's ULN and names.

        Returns the code, and the AbilityToShare in the answer.
        """
        survivor, counted = self.person(record)[0], self.counts(record)
        if record.deleted:
            return ROW_NOT_FOUND, value
        survivor.identified_by.add(by)
        survivor.looks += 1  # the output of the batch is fetched
        if record is not survivor:
            return ROW_MASTER, value
        if (counted, value) == (0, 1):
            record.said = 1
            return ROW_UPDATED, value
        return ROW_EXISTS, 2 if (counted, value) == (2, 1) else value

    def read(self, record: Record, given: str, family: str) -> tuple[str, list[int]]:
        """Read by ULN and names: return code and released events.

        The access is counted.
        """
        person = self.person(record)
        named = {(record.given, record.family), (person[0].given, person[0].family)}
        if record.deleted:
            return NOT_HER, []
        if (given, family) not in named:
            record.looks += 1
            return NOT_HER, []
        person[0].looks += 1
        if self.counts(record) == 2:
            return WITHHELD, []
        shown = person if WHOLE_PERSON else person[:1]
        return FOUND if record is person[0] else LINKED, sorted(number for one in shown for number in one.events)

    def looks(self, record: Record) -> int:
        """Return how many accesses the access log shows."""
        return 0 if record.deleted else sum(one.looks for one in self.person(record))
