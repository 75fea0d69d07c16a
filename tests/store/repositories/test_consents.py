"""Which AbilityToShare counts under any of a person's ULNs.

The history of it is kept.
"""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from sqlalchemy import text

from gateway import demo
from gateway.domain.access_log import OperatorAction
from gateway.domain.actors import AuditedDecision, Caller
from gateway.domain.consent import Notice
from gateway.domain.learner import AbilityToShare, Learner
from gateway.domain.lifecycle import HasOptedOut
from gateway.handlers.execution.operator import operate
from gateway.handlers.learners.update_learner import UpdateContact, update_contact
from gateway.handlers.lifecycle.delete_learner import delete_learner
from gateway.handlers.lifecycle.merge_learners import MergeLearners, merge_learners
from gateway.handlers.lifecycle.unmerge_learner import unmerge_learner
from gateway.store.database import schema
from gateway.store.database.engine import open_engine
from gateway.store.unit import Store, Unit
from tests.migrations import downgrade

JO = AuditedDecision(by="jo", reason="Same person", operation="test", call="t" * 32)
ANN, CY, DEE, GIL, SION = demo.ANN_ULN, demo.CY_ULN, demo.DEE_ULN, demo.GIL_ULN, demo.SION_ULN
NOT_SEEN, SHARES, OPTED_OUT = AbilityToShare


def merge(store: Store, master: str, *others: str) -> None:
    with store.unit() as unit:
        operate(OperatorAction.MERGE, merge_learners, MergeLearners(master=master, others=others), JO, unit)


def unmerge(store: Store, uln: str) -> None:
    with store.unit() as unit:
        operate(OperatorAction.UNMERGE, unmerge_learner, uln, JO, unit)


def learner(uln: str, unit: Unit) -> Learner:
    found = unit.learners.by_uln(uln)
    assert found is not None
    return found


def caller(unit: Unit) -> Caller:
    college = unit.organisations.named(demo.COLLEGE.ukprn, "")
    assert college is not None
    return Caller(organisation=college, user="registrar", operation="update-contact", call="c" * 32)


def share(store: Store, uln: str) -> str:
    """Let a learner begin to share; return the update's code."""
    with store.unit() as unit:
        held = learner(uln, unit)
        unchanged = dict.fromkeys(("email", "telephone", "school_at_16", "preferred_given_name"))
        request = UpdateContact(uln=uln, version=held.version, ability_to_share=SHARES, **unchanged)
        return update_contact(request, caller(unit), unit).code


def counts(store: Store, *ulns: str) -> list[AbilityToShare]:
    """Return what counts for each ULN: what the master states."""
    with store.unit() as unit:
        learners = [learner(uln, unit) for uln in ulns]
        return [learner(one.master_uln or one.uln, unit).person.ability_to_share for one in learners]


def history(store: Store, *ulns: str) -> list[tuple[str, int, int, Notice, str, str]]:
    with store.unit() as unit:
        changes = unit.consents.of(ulns)
    return [(one.uln, one.held, one.given, one.notice, one.cause.operation, one.cause.user) for one in changes]


def version(store: Store, uln: str) -> int:
    with store.unit() as unit:
        return learner(uln, unit).version


def test_who_withheld_under_one_uln_has_withheld_under_all_of_them(store: Store) -> None:
    merge(store, ANN, GIL, CY)
    assert counts(store, ANN, GIL, CY) == [OPTED_OUT] * 3
    assert version(store, ANN) == 2, "callers who read that she shares must read her again"
    assert history(store, ANN, GIL, CY) == [
        (GIL, 0, 1, Notice.LINKED, "merge", "jo"),
        (ANN, 1, 2, Notice.LINKED, "merge", "jo"),
        (GIL, 1, 2, Notice.LINKED, "merge", "jo"),
    ]
    unmerge(store, CY)
    assert counts(store, ANN, GIL, CY) == [SHARES, SHARES, OPTED_OUT]
    assert history(store, ANN)[1:] == [(ANN, 2, 1, Notice.LINKED, "unmerge", "jo")]
    unmerge(store, GIL)
    assert counts(store, ANN, GIL) == [SHARES, NOT_SEEN], "each has what was said under the own ULN"


def test_a_master_who_withheld_stays_so_whoever_is_merged_into_her(store: Store) -> None:
    merge(store, CY, ANN)
    assert counts(store, CY, ANN) == [OPTED_OUT] * 2
    assert history(store, CY, ANN) == [(ANN, 1, 2, Notice.LINKED, "merge", "jo")]
    assert version(store, CY) == 1
    unmerge(store, ANN)
    assert counts(store, CY, ANN) == [OPTED_OUT, SHARES]


def test_a_fresh_notice_lifts_the_opt_outs_of_a_person_while_she_is_held_for_one(store: Store) -> None:
    merge(store, ANN, CY)
    assert share(store, ANN) == "WSRC0006"
    assert counts(store, ANN, CY) == [SHARES] * 2
    assert history(store, CY)[-1:] == [(CY, 2, 1, Notice.FRESH, "update-contact", "registrar")]
    assert history(store, ANN)[-1:] == [(ANN, 2, 1, Notice.FRESH, "update-contact", "registrar")]
    merge(store, DEE, ANN)
    assert counts(store, DEE, ANN, CY) == [SHARES] * 3, "they come along, and the notice with them"
    unmerge(store, CY)
    assert counts(store, DEE, CY) == [SHARES, OPTED_OUT], "another person's notice says nothing of him"
    merge(store, DEE, CY)
    assert counts(store, DEE, ANN, CY) == [OPTED_OUT] * 3


def test_a_notice_counts_no_longer_for_those_who_are_left_when_its_uln_leaves(store: Store) -> None:
    merge(store, ANN, CY)
    share(store, ANN)
    merge(store, DEE, ANN)
    unmerge(store, ANN)
    assert counts(store, DEE, CY, ANN) == [OPTED_OUT, OPTED_OUT, SHARES]
    assert history(store, DEE)[-1:] == [(DEE, 1, 2, Notice.LINKED, "unmerge", "jo")]


def test_the_opt_out_of_another_uln_does_not_become_ones_own_by_an_update(store: Store) -> None:
    merge(store, ANN, CY)
    with store.unit() as unit:
        held = learner(ANN, unit)
        unit.learners.replace(held, replace(held.person, email="new@example.org"), caller(unit))
    assert counts(store, ANN) == [OPTED_OUT]
    unmerge(store, CY)
    assert counts(store, ANN) == [SHARES]


def test_a_learner_who_withheld_and_is_merged_is_unmerged_before_being_deleted(store: Store) -> None:
    merge(store, ANN, CY)
    with pytest.raises(HasOptedOut, match="3000000401 opted out"), store.unit() as unit:
        delete_learner(CY, JO, unit)
    share(store, ANN)
    with store.unit() as unit:
        delete_learner(CY, JO, unit)
    assert counts(store, ANN, CY) == [SHARES, OPTED_OUT]


def test_a_deleted_learner_takes_its_notice_along(store: Store) -> None:
    merge(store, ANN, CY)
    share(store, ANN)
    merge(store, DEE, ANN)
    with store.unit() as unit:
        delete_learner(ANN, JO, unit)
    assert counts(store, DEE, CY) == [OPTED_OUT] * 2


def test_a_notice_lifts_only_what_the_caller_has_read(store: Store) -> None:
    merge(store, ANN, CY)
    with store.unit() as unit:
        read = learner(ANN, unit)
    with store.unit() as unit:
        unit.learners.import_learners([replace(read, uln="3000001009", person=replace(read.person, given_name="Al"))])
    merge(store, ANN, "3000001009")
    with store.unit() as unit:
        unit.learners.replace(replace(read, version=2), replace(read.person, ability_to_share=SHARES), caller(unit))
    assert counts(store, ANN, CY, "3000001009") == [OPTED_OUT] * 3


def test_the_history_tells_when_by_whom_and_by_which_call(store: Store) -> None:
    share(store, CY)
    with store.unit() as unit:
        (change,) = unit.consents.of([CY])
        assert (change.at, change.cause) == (learner(CY, unit).updated_at, change.cause)
        assert change.cause.organisation_id == caller(unit).organisation.id
        (entry,) = unit.learners.history(CY)
    assert (change.cause.call, entry.call) == ("c" * 32, "c" * 32)


def test_a_registration_writes_nothing_of_consent(store: Store) -> None:
    with store.unit() as unit:
        uln = unit.learners.register(replace(demo.CY, given_name="New"), caller(unit))
        assert unit.consents.of([uln]) == []


def downgraded(url: str, statements: Iterable[str]) -> None:
    """Downgrade a register to before it had a consent history.

    Then run the statements on it.
    """
    engine = open_engine(url)
    with engine.begin() as connection:
        downgrade(connection, "0006-1")
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    schema.upgrade(engine)
    engine.dispose()


def test_the_changes_of_the_past_become_history(database_url: str) -> None:
    engine = open_engine(database_url)
    store = Store(engine)
    share(store, CY)
    share(store, GIL)
    with store.unit() as unit:
        held = learner(GIL, unit)
        unit.learners.replace(held, replace(held.person, email="gil@example.org"), caller(unit))
    engine.dispose()
    merged = "UPDATE learner SET standing = 'merged', master_uln = '{}', ability_to_share = {} WHERE uln = '{}'"
    downgraded(database_url, [merged.format(ANN, 2, SION)])
    store = Store(open_engine(database_url))
    assert history(store, CY, GIL) == [
        (CY, 2, 1, Notice.FRESH, "update", "registrar"),
        (GIL, 0, 1, Notice.SEEN, "update", "registrar"),
    ]
    assert counts(store, ANN, SION) == [OPTED_OUT] * 2
    assert history(store, ANN, SION) == [(ANN, 1, 2, Notice.LINKED, "merge", "migration")]
    store.engine.dispose()
