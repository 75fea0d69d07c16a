"""How learners want to be notified, and who may ask."""

from datetime import datetime, timedelta

import pytest

from gateway import demo
from gateway.domain.actors import AuditedDecision, Caller
from gateway.domain.codes import Code
from gateway.domain.notification import Notification, Preference
from gateway.domain.verification import StatedIdentity
from gateway.handlers.lifecycle.merge_learners import MergeLearners, merge_learners
from gateway.handlers.lifecycle.unmerge_learner import unmerge_learner
from gateway.handlers.sharing.read_notification import ReadNotification, read_notification
from gateway.handlers.sharing.set_notification import SetNotification, set_notification
from gateway.store.unit import Store, Unit

ANN = StatedIdentity(uln=demo.ANN_ULN, given_name="Ann", family_name="Lee")
BEA = StatedIdentity(uln=demo.BEA_ULN, given_name="Bea", family_name="Lee")
EMAIL, TELEPHONE = "ann.lee@example.org", "07700 900123"
BY_JO = AuditedDecision(by="jo", reason="One person", operation="test", call="t" * 32)


def caller_in(unit: Unit) -> Caller:
    organisation = unit.organisations.named(demo.COLLEGE.ukprn, "")
    assert organisation is not None
    return Caller(organisation=organisation, user=demo.COLLEGE.user, operation="test", call="0" * 32)


def wish(
    unit: Unit, preference: Preference, claim: StatedIdentity = ANN, email: str = EMAIL, telephone: str = TELEPHONE
) -> Code:
    notification = Notification(preference=preference, email=email, telephone=telephone)
    return set_notification(SetNotification(identity=claim, notification=notification), caller_in(unit), unit).code


def wished(unit: Unit, uln: str) -> Preference | None:
    return read_notification(ReadNotification(uln=uln), caller_in(unit), unit).preference


@pytest.mark.parametrize(
    ("preference", "email", "telephone"),
    [(Preference.EMAIL, EMAIL, ""), (Preference.SMS, "", TELEPHONE), (Preference.NONE, "", "")],
)
def test_of_the_addresses_only_what_the_wish_needs_is_kept(
    store: Store, preference: Preference, email: str, telephone: str
) -> None:
    with store.unit() as unit:
        assert wish(unit, preference) is Code.EXACT_MATCH
        assert unit.notifications.of([demo.ANN_ULN]) == Notification(
            preference=preference, email=email, telephone=telephone
        )


def test_a_wish_that_leads_nowhere_changes_nothing(store: Store) -> None:
    with store.unit() as unit:
        wish(unit, Preference.SMS)
        assert wish(unit, Preference.EMAIL, email="") is Code.INSUFFICIENT_DATA
        assert wish(unit, Preference.EMAIL, email="ann") is Code.EMAIL_INVALID
        assert wish(unit, Preference.SMS, telephone="ring me") is Code.BAD_REQUEST
        assert wished(unit, demo.ANN_ULN) is Preference.SMS


def test_who_is_merged_with_another_has_the_last_wish_of_both_until_they_are_parted(store: Store) -> None:
    moments = iter(datetime(2026, 1, 1) + timedelta(days=day) for day in range(9))
    later = Store(store.engine, lambda: next(moments))
    with later.unit() as unit:
        wish(unit, Preference.EMAIL)
    with later.unit() as unit:
        wish(unit, Preference.SMS, BEA)
        merge_learners(MergeLearners(master=demo.ANN_ULN, others=(demo.BEA_ULN,)), BY_JO, unit)
        assert (wished(unit, demo.ANN_ULN), wished(unit, demo.BEA_ULN)) == (Preference.SMS, Preference.SMS)
        unmerge_learner(demo.BEA_ULN, BY_JO, unit)
        assert (wished(unit, demo.ANN_ULN), wished(unit, demo.BEA_ULN)) == (Preference.EMAIL, Preference.SMS)


def test_a_wish_shows_itself_to_nobody() -> None:
    assert EMAIL not in repr(Notification(preference=Preference.EMAIL, email=EMAIL))
