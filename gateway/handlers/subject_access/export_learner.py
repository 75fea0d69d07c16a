"""Gather all data about a person, under all linked ULNs.

A subject access request is answered with it. The only data about other people are their ULNs. So it leaves out what a
pair of learners has in common. It shows what a row of a batch states only if the row has the person's names.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from gateway.domain.access_log import SHOWS_NOTHING, describe_action, describe_code
from gateway.domain.codes import Code
from gateway.domain.consent import ConsentChange, Notice
from gateway.domain.duplicate import DuplicateStatus
from gateway.domain.learner import AbilityToShare, IdentityFields, Learner, identity_of
from gateway.domain.matching import has_both_names
from gateway.domain.names import normal_name
from gateway.domain.subject_access import Entry, Section, SubjectAccessReport, changed_fields
from gateway.handlers.identification.by_uln import master_of
from gateway.store.errors import NoSuchLearner
from gateway.store.repositories.learner_rows import before_of
from gateway.store.unit import Unit

_ABOUT = {
    "learning_event": ("Learning events", "Awards and courses in the learning record, and who reported them."),
    "event_again": ("Events reported twice", "Learning events that more than one file brought."),
    "status_change": (
        "Merges and deletions",
        "When ULNs were merged, separated, deleted or restored, by whom and why.",
    ),
    "challenge": ("Data challenges", "What somebody said is wrong in the learning record, and what was decided."),
    "learner_key": (
        "Keys",
        "PINs and other keys that organisations stored for the learner. The keys are not shown here.",
    ),
    "learner_key_miss": ("Wrong keys", "How often organisations gave a wrong key for the learner."),
    "notification": ("Notification wishes", "How the learner wants to hear about changes of the learning record."),
    "snapshot": ("Snapshots", "Parts of the learning record that the learner chose to show to somebody."),
}
_FOR_THE_OPERATOR = {"challenge": frozenset({"contact_name", "telephone", "email"})}
"""Columns that are left out.

The contact of a challenge is for the operator only, and is deleted when the challenge is withdrawn.
"""
_MEMBERS_OF_ANOTHER = {"challenge": ("reference", "uln", "organisation", "raised_at", "state", "resolved_at")}
"""Columns to show of a row under another person's ULN.

A challenge may be about an event of the person, but have been raised under a ULN that was merged with theirs once.
"""
_ABILITY_WORDS = {
    AbilityToShare.NOTICE_NOT_SEEN: "0: privacy notice not seen",
    AbilityToShare.SHARES: "1: privacy notice seen, shares the record",
    AbilityToShare.OPTED_OUT: "2: privacy notice seen, does not share the record",
}


def all_ulns(uln: str, unit: Unit) -> tuple[str, ...]:
    """Return all ULNs of this person, the surviving one first.

    Raises NoSuchLearner.
    """
    learner = unit.learners.by_uln(uln)
    if learner is None:
        raise NoSuchLearner(f"no learner has the ULN {uln}")
    return master_of(learner, unit).all_ulns


def export_learner(uln: str, by: str, unit: Unit) -> SubjectAccessReport:
    """Return all data about a person, deleted or not.

    Raises NoSuchLearner.
    """
    ulns = all_ulns(uln, unit)
    by_uln = unit.learners.by_ulns(ulns)
    learners = [by_uln[uln] for uln in ulns]
    return SubjectAccessReport(
        uln=uln, ulns=ulns, made_at=unit.at, made_by=by, sections=tuple(_sections(learners, unit))
    )


def _sections(learners: Sequence[Learner], unit: Unit) -> Iterator[Section]:
    ulns = [learner.uln for learner in learners]
    trail = unit.personal_data.trail(ulns)
    yield Section(
        name="records",
        heading="Details",
        about="The learner's details under each ULN, and the search keys that the register makes from them.",
        entries=unit.personal_data.records(ulns),
    )
    yield Section(
        name="changes",
        heading="Changes",
        about="Each change of the details: when, by whom, the old value and the new value.",
        entries=[entry for learner in learners for entry in _changes(learner, trail, unit)],
    )
    yield Section(
        name="consent",
        heading="Consent",
        about="Whether the learning record may be shared: each answer, when it was given, to whom and on which notice.",
        entries=[entry for learner in learners for entry in _consent(learner, unit)],
    )
    for table, rows in unit.personal_data.others(ulns).items():
        heading, about = _ABOUT.get(
            table, (table.replace("_", " ").capitalize(), "Other information that the register holds.")
        )
        yield Section(
            name=table, heading=heading, about=about, entries=[_own_members(table, row, ulns) for row in rows]
        )
    yield Section(
        name="duplicates",
        heading="Possible double registrations",
        about="Other ULNs that may belong to the same person. Only the ULN of the other learner is shown.",
        entries=[_proposal(row) for row in unit.personal_data.proposals(ulns)],
    )
    yield Section(
        name="batch_rows",
        heading="Batches",
        about="What organisations sent in batches. If a row names another person, its content is left out.",
        entries=list(_batch_rows(learners, unit)),
    )
    yield Section(
        name="searches",
        heading="Searches of the last day",
        about="Organisations that searched for these names, date of birth, gender and postcode. Kept for a day.",
        entries=unit.personal_data.searches([learner.person for learner in learners]),
    )
    yield Section(
        name="audit_trail",
        heading="Who looked",
        about="Every call about the learner: when, by which organisation and user, and with which result.",
        entries=[_call(row) for row in trail],
    )


def _own_members(table: str, row: Entry, ulns: Sequence[str]) -> Entry:
    """Return a row without what the person may not see."""
    if table in _MEMBERS_OF_ANOTHER and row["uln"] not in ulns:
        return {name: row[name] for name in _MEMBERS_OF_ANOTHER[table]}
    left_out = _FOR_THE_OPERATOR.get(table, frozenset())
    return {name: value for name, value in row.items() if name not in left_out}


def _changes(learner: Learner, trail: Sequence[Entry], unit: Unit) -> Iterator[Entry]:
    """Yield the changes of a record, field by field.

    The register stores what each change found, so the values after a change are those that the next one found.
    """
    calls = [row for row in trail if row["uln"] == learner.uln]
    operations = {row["call"]: row["operation"] for row in calls}
    history = unit.learners.history(learner.uln)
    afterwards = [*(row.before or {} for row in history), before_of(learner)][1:]
    for row, after in zip(history, afterwards, strict=True):
        registered = row.change == "registered"
        call = calls[0]["call"] if registered and calls else row.call  # its first call
        yield {
            "uln": learner.uln,
            "at": row.at,
            "change": row.change,
            "organisation": _organisation(row.organisation_id, unit),
            "user": row.user_name,
            "operation": operations.get(call, ""),
            "call": call,
            "fields": changed_fields(row.before, after),
        }


def _consent(learner: Learner, unit: Unit) -> Iterator[Entry]:
    """Yield each AbilityToShare that has counted since registration.

    The first is what the first change found, or the present one if nothing has changed.
    """
    changes = unit.consents.of([learner.uln])
    first = changes[0].held if changes else _counting(learner, unit)
    yield {
        "uln": learner.uln,
        "at": learner.created_at,
        "from": None,
        "to": _ABILITY_WORDS[first],
        "notice": (Notice.NOT_SEEN if first is AbilityToShare.NOTICE_NOT_SEEN else Notice.SEEN).value,
        "operation": "register",
        "organisation": learner.registered_by,
        "user": next((row.user_name for row in unit.learners.history(learner.uln) if row.change == "registered"), ""),
    }
    for change in changes:
        yield _consented(change, unit)


def _counting(learner: Learner, unit: Unit) -> AbilityToShare:
    return master_of(learner, unit).person.ability_to_share


def _consented(change: ConsentChange, unit: Unit) -> Entry:
    return {
        "uln": change.uln,
        "at": change.at,
        "from": _ABILITY_WORDS[change.held],
        "to": _ABILITY_WORDS[change.given],
        "notice": change.notice.value,
        "operation": change.cause.operation,
        "organisation": _organisation(change.cause.organisation_id, unit),
        "user": change.cause.user,
        "call": change.cause.call,
    }


def _organisation(number: int | None, unit: Unit) -> str | None:
    return None if number is None else unit.personal_data.organisation(number)


def _proposal(row: Entry) -> Entry:
    """Return a proposed pair without what they have in common.

    The reason is shown only if they are one person: otherwise it may be about the other one.
    """
    shown = ("uln", "other_uln", "found_at", "advice", "score", "status", "decided_at", "decided_by")
    confirmed = ("reason",) if row["status"] == DuplicateStatus.CONFIRMED.value else ()
    return {name: row[name] for name in (*shown, *confirmed)}


def _batch_rows(learners: Sequence[Learner], unit: Unit) -> Iterator[Entry]:
    ulns = {learner.uln for learner in learners}
    keys = {identity_of(learner.person) for learner in learners}

    def names(given: Mapping[str, str]) -> bool:
        return given.get("uln", "") in ulns or _has_key_of(given, keys)

    for row in unit.personal_data.batch_rows(ulns, [learner.person for learner in learners], names):
        given, job = row["given"], row["job"]
        called = any(
            has_both_names(learner.person, given.get("given_name", ""), given.get("family_name", ""))
            for learner in learners
        )
        yield {
            "job": job["number"],
            "kind": job["kind"],
            "submitted_at": job["submitted_at"],
            "organisation": job["organisation"],
            "user": job["user_name"],
            "position": row["position"],
            "code": row["code"],
            "result": _meaning(row["code"]),
            "uln": row["uln"],
            "given": given if called else None,
            "details": row["result"] if called else None,
        }


def _has_key_of(given: Mapping[str, str], keys: Collection[IdentityFields]) -> bool:
    """Return whether a row states the person's five key fields.

    Gender and postcode may be missing, as in a registration.
    """
    stated = (given.get("family_name", ""), given.get("given_name", ""), given.get("date_of_birth", "")[:10])
    gender, postcode = given.get("gender", ""), given.get("postcode", "")
    return any(
        (normal_name(stated[0]), normal_name(stated[1]), stated[2]) == (key.family, key.given, key.born.isoformat())
        and gender in ("", str(key.gender))
        and postcode.replace(" ", "").upper() in ("", key.postcode)
        for key in keys
    )


def _call(row: Entry) -> Entry:
    looked = row["operation"] not in SHOWS_NOTHING
    return {
        "at": row["at"],
        "organisation": row["organisation"] or "operator",
        "user": row["user_name"],
        "operation": row["operation"],
        "looked": describe_action(row["operation"], row["code"]) if looked else None,
        "code": row["code"],
        "result": describe_code(row["operation"], row["code"]),
        "uln": row["uln"],
        "call": row["call"],
    }


def _meaning(code: str | None) -> str | None:
    return None if code is None else Code.of(code).text
