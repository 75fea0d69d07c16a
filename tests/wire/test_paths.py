"""Which paths lead to a service."""

from collections.abc import Callable

import pytest

from gateway import demo
from gateway.wire.services import SERVICES, ServiceRow
from tests.builders import FINDMSG, LEARNER_SERVICE, MIAP_2014, Wire, miap, r9

FIND = miap(FINDMSG, "FindLearnerByULN", {"ULN": demo.ANN_ULN, "FamilyName": "Lee", "GivenName": "Ann"}, find="FUL")
SPELLINGS = (str.lower, str.upper, str.swapcase, "{}/".format, lambda path: f"{path.lower()}/")


@pytest.mark.parametrize("spell", SPELLINGS)
@pytest.mark.parametrize("path", [LEARNER_SERVICE, MIAP_2014])
def test_a_message_is_answered_whatever_the_case_of_the_path_and_with_a_slash(
    sqlite_wire: Wire, path: str, spell: Callable[[str], str]
) -> None:
    assert sqlite_wire.post(spell(path), FIND).code == "WSRC0004"


def test_the_query_counts_at_every_spelling_of_the_path(sqlite_wire: Wire) -> None:
    reply = sqlite_wire.post("/learnerservicer9.SVC/?WSDL=2017", r9("GetOrganisation", {"ukPrn": demo.AWARDING.ukprn}))
    assert (reply.text("DisplayName"), reply.text("Status")) == (demo.AWARDING.name, None)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("row", SERVICES, ids=lambda row: row.location)
def test_a_wsdl_is_read_at_every_spelling_of_the_path(sqlite_wire: Wire, row: ServiceRow, method: str) -> None:
    known = sqlite_wire.request(method, row.wsdl_location)
    query = row.wsdl_location.partition("?")[2]
    for spell in SPELLINGS:
        reply = sqlite_wire.request(method, f"{spell(row.path)}?{query.upper()}")
        assert (reply.status, reply.headers, reply.body) == (200, known.headers, known.body)
    assert bool(known.body) == (method == "GET")


@pytest.mark.parametrize(
    "path",
    [
        "",
        "//",
        "/x",
        "/LearnerService",
        "/LearnerService.svc//",
        "//LearnerService.svc",
        "/x/LearnerService.svc",
        "/LearnerService.svc/x",
        "/LearnerService.svc ",
        "/Health",
        "/health/",
        "/metrics",
    ],
)
def test_nothing_else_is_taken_for_a_path_that_is_known(sqlite_wire: Wire, path: str) -> None:
    assert sqlite_wire.request("GET", f"{path}?wsdl").status == 404
