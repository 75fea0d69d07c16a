"""Hints: each rule has a message that gets it.

Right messages get none.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from gateway import demo
from gateway.sandbox.exchanges import Exchange
from gateway.sandbox.scenarios.numbers import scenario_uln
from gateway.sandbox.space import Space
from gateway.sandbox.spaces import SandboxOptions, Spaces
from gateway.sandbox.web.inspector.hints import RULES, Hint, Rule, Weight, find_hints
from gateway.sandbox.web.inspector.near_misses import find_near_misses
from gateway.sandbox.web.inspector.reading import Reading
from gateway.sandbox.web.inspector.verdict import Finding, Verdict, judge
from gateway.settings import Settings
from tests.builders import FINDMSG, REGMSG, learner, miap, r9
from tests.contract.golden import PATHS, cases
from tests.sandbox.calling import find, register

_XML = "text/xml; charset=utf-8"
_XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
_UTF8 = '<?xml version="1.0" encoding="UTF-8"?>\n'


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Space]:
    spaces = Spaces(SandboxOptions(folder=tmp_path_factory.mktemp("sandbox")), Settings())
    yield spaces.default
    spaces.close()


def sent(message: str | bytes, path: str = "/LearnerService.svc", **headers: str | None) -> Reading:
    """Return the reading of a message.

    A header that is None is left out.
    """
    stated = {
        "Content-Type": _XML,
        "Soapaction": '""',
        **{name.replace("_", "-"): one for name, one in headers.items()},
    }
    return Reading(
        Exchange(
            at=datetime(2026, 8, 20),
            peer="127.0.0.1",
            method="POST",
            path=path,
            request_headers=tuple((name, value) for name, value in stated.items() if value is not None),
            request=message.encode() if isinstance(message, str) else message,
        )
    )


def replaced(old: str, new: str, message: str = "") -> Reading:
    """Return the reading of a message with one change."""
    message = message or find()
    assert old in message
    return sent(message.replace(old, new))


def no_namespace() -> str:
    return (
        find()
        .replace("<m:FindLearnerByULN xmlns:m", "<learnerByULNRequest xmlns:m")
        .replace("</m:FindLearnerByULN>", "</learnerByULNRequest>")
    )


def by_demographics(**values: str) -> Reading:
    stated = {"FamilyName": "Lee", "GivenName": "Ann", "DateOfBirth": "2004-03-09", "Gender": "2", **values}
    order = ("FamilyName", "GivenName", "DateOfBirth", "Gender", "LastKnownPostCode")
    ordered: dict[str, str] = {name: stated[name] for name in order if name in stated}
    return sent(miap(FINDMSG, "FindLearnerByDemographics", ordered, find="FUL"))


def born(text: str) -> Reading:
    return sent(miap(REGMSG, "RegisterLearner", {"Learner": learner(DateOfBirth=text)}))


HINTED: dict[str, tuple[Callable[[], Reading], str]] = {
    "soap-1.2": (lambda: replaced("schemas.xmlsoap.org/soap/envelope/", "www.w3.org/2003/05/soap-envelope"), "soapcpp2 -1"),
    "content-type": (lambda: sent(find(), Content_Type="application/xml"), "application/xml"),
    "charset-missing": (lambda: sent(find(), Content_Type="text/xml"), "ISO-8859-1"),
    "charset-differs": (lambda: sent(_UTF8 + find(), Content_Type="text/xml; charset=iso-8859-1"), "says UTF-8"),
    "byte-order-mark": (lambda: sent(b"\xef\xbb\xbf" + find().encode()), "byte order mark"),
    "compressed": (lambda: sent(find(), Content_Encoding="gzip"), "gzip"),
    "doctype": (lambda: sent("<!DOCTYPE a>" + find()), "document type"),
    "unescaped": (lambda: replaced(">Lee<", ">Lee & Sons<"), "&amp;"),
    "must-understand": (
        lambda: replaced("<soapenv:Header/>", '<soapenv:Header><w:Action xmlns:w="w" soapenv:mustUnderstand="1"/></soapenv:Header>'),
        "Action says mustUnderstand",
    ),
    "soap-action": (lambda: sent(find(), Soapaction='"urn:other"'), "urn:other"),
    "root-namespace": (lambda: sent(no_namespace()), "?wsdl=plain"),
    "qualified-members": (lambda: replaced("<GivenName>Ann</GivenName>", "<m:GivenName>Ann</m:GivenName>"), "GivenName must be"),
    "xsi-type": (lambda: replaced("<ULN>", f'<ULN {_XSI} xmlns:xsd="x" xsi:type="xsd:int">'), "autotype"),
    "spelling": (lambda: replaced("GivenName>", "Givenname>"), "It has GivenName"),
    "nil": (lambda: replaced("<GivenName>Ann<", f'<GivenName {_XSI} xsi:nil="true"><'), "xsi:nil for GivenName"),
    "empty": (lambda: replaced(">Ann<", "><"), "GivenName empty"),
    "nothing-stated": (
        lambda: sent(find().partition("<FindType>")[0] + "</m:FindLearnerByULN></soapenv:Body></soapenv:Envelope>"),
        "no value at all",
    ),
    "date-zone": (lambda: born("2005-05-05+01:00"), "DateOfBirth has a zone"),
    "date-time": (lambda: born("2005-05-05T00:00:00"), "time of day"),
    "date-order": (lambda: born("05/05/2005"), "YYYY-MM-DD"),
    "gender": (lambda: by_demographics(Gender="F"), "2 female"),
    "uln": (lambda: replaced(demo.ANN_ULN, "3000000208"), "3000000208 is no ULN"),
    "blanks": (lambda: replaced(">Lee<", ">Lee <"), "blanks around the value of FamilyName"),
    "organisations-disagree": (
        lambda: replaced("<UKPRN>", "<OrganisationRef>DEMO02</OrganisationRef><UKPRN>"),
        "DEMO02 and UKPRN TEST0001 disagree. Ashdown College has DEMO01",
    ),
    "organisation-unknown": (lambda: replaced("TEST0001", "TEST0091"), "The nearest is TEST000"),
    "password": (lambda: replaced("CollegePass-0001", "collegepass-0001"), "only in capitals"),
    "scenario-spelling": (lambda: replaced(">registrar<", ">Sandbox-http-503<"), "Write sandbox:http-503"),
}  # fmt: skip

RIGHT: tuple[Callable[[], Reading], ...] = (
    lambda: sent(find()),
    lambda: sent(register()),
    lambda: sent(_UTF8 + find()),
    lambda: sent(find(), Soapaction=None),
    lambda: sent(find(user="sandbox:http-503")),
    lambda: replaced("<UKPRN>", "<OrganisationRef>DEMO01</OrganisationRef><UKPRN>"),
    lambda: replaced(">Lee<", ">Lee &amp; Siôn &#233;<"),
    lambda: sent(r9("GetLearnerLearningEvents", {"uln": demo.ANN_ULN}), "/LearnerServiceR9.svc"),
    lambda: by_demographics(LastKnownPostCode="CV1 2WT"),
    lambda: born("2005-05-05"),
)


def found(reading: Reading, space: Space) -> list[Hint]:
    return list(find_hints(reading, space))


@pytest.mark.parametrize("rule", HINTED)
def test_a_message_that_is_wrong_gets_the_hint(space: Space, rule: str) -> None:
    make, part = HINTED[rule]
    (hint,) = [one for one in found(make(), space) if one.rule == rule]
    assert part in hint.sentence
    assert hint.sentence[-1] == "."


def test_each_rule_is_tried() -> None:
    assert list(HINTED) == [rule.name for rule in RULES]


@pytest.mark.parametrize("make", RIGHT)
def test_a_message_that_is_right_gets_no_hint(space: Space, make: Callable[[], Reading]) -> None:
    assert found(make(), space) == []


@pytest.mark.parametrize("rule", HINTED)
def test_a_message_gets_no_hint_of_an_unrelated_rule(space: Space, rule: str) -> None:
    others = {one.rule for one in found(HINTED[rule][0](), space)} - {rule}
    assert others <= ({"nothing-stated"} if rule == "soap-1.2" else set())


@pytest.mark.parametrize(
    ("password", "part"),
    [
        (" CollegePass-0001", "blanks around"),
        ("CollegePass", "has 11 characters. Every password has 16"),
        ("CollegePass-0002", "that of Bramley College"),
        ("CollegePass-0009", "not that of Ashdown College"),
    ],
)
def test_a_wrong_password_is_explained_and_not_shown(space: Space, password: str, part: str) -> None:
    (hint,) = found(replaced("CollegePass-0001", password), space)[-1:]
    assert part in hint.sentence
    assert "CollegePass" not in hint.sentence


def test_no_client_whose_call_was_answered_is_told_that_it_is_refused(space: Space) -> None:
    answered = [case for case in cases() if (case.folder / "request.xml").exists() and not case.name.startswith("wsec")]
    assert len(answered) > 200
    refused = {
        case.name: hint
        for case in answered
        for hint in found(sent((case.folder / "request.xml").read_bytes(), PATHS[case.service]), space)
        if hint.weight is Weight.REFUSED
    }
    assert refused == {}


BY_THE_REGISTER = {"organisations-disagree", "organisation-unknown", "password"}
"""Rules about messages that the schema takes, and admission refuses."""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_what_a_hint_calls_refused_is_refused(rule: Rule) -> None:
    verdict = judge(HINTED[rule.name][0]())
    is_taken = verdict.finding in (Finding.VALID, Finding.FORGIVEN, Finding.WRONG_LENGTH)
    if rule.weight is Weight.FORGIVEN:
        assert is_taken
    if rule.weight is Weight.REFUSED:
        assert is_taken == (rule.name in BY_THE_REGISTER)


def judged(reading: Reading) -> Verdict:
    return judge(reading)


def test_a_message_that_fits_is_valid() -> None:
    assert {judged(make()).finding for make in RIGHT} == {Finding.VALID}


def test_a_member_without_a_value_is_forgiven_and_named() -> None:
    verdict = judged(replaced("<UKPRN>", "<OrganisationRef/><UKPRN>"))
    assert (verdict.finding, verdict.members) == (Finding.FORGIVEN, ("OrganisationRef",))


def test_a_password_of_another_length_is_wrong_and_not_invalid() -> None:
    assert judged(replaced("CollegePass-0001", "CollegePass")).finding is Finding.WRONG_LENGTH


def test_a_message_that_does_not_fit_has_sentence_and_line() -> None:
    verdict = judged(replaced("<ULN>", "<ULN>x"))
    assert (verdict.finding, verdict.line) == (Finding.INVALID, 9)
    assert verdict.sentence.startswith("cvc-pattern-valid")
    in_lines = judged(sent(find().replace("><", ">\n\n<").replace("<ULN>", "<ULN>x")))
    assert in_lines.line == (find().partition("<ULN>")[0] + "<").count("><") * 2 + 1


@pytest.mark.parametrize(
    ("reading", "finding", "part"),
    [
        (sent("<a>\n</b>"), Finding.UNREAD, "mismatch"),
        (sent("<a/>"), Finding.UNREAD, "not a SOAP envelope"),
        (sent("<!DOCTYPE a><a/>"), Finding.UNREAD, "document type"),
        (sent(find(), Content_Type="text/plain"), Finding.UNREAD, ""),
        (sent(find(), "/Nothing.svc"), Finding.ELSEWHERE, ""),
        (sent(find(), "/LearnerServiceR9.svc"), Finding.UNKNOWN, "FindLearnerByULN"),
        (sent(find().replace("api.lrs", "API.lrs")), Finding.UNKNOWN, "{http://api.lrs.miap.gov.uk/findmsg}FindLearnerByULN is expected"),
        (sent(b"\xff\xfe<"), Finding.UNREAD, ""),
        (sent(b""), Finding.UNREAD, ""),
    ],
)  # fmt: skip
def test_a_message_that_reaches_no_schema_says_why(reading: Reading, finding: Finding, part: str) -> None:
    verdict = judged(reading)
    assert verdict.finding is finding
    assert part in verdict.sentence


def near(reading: Reading, space: Space) -> list[str]:
    return list(find_near_misses(reading, space))


def test_details_that_differ_from_those_of_the_uln_are_named(space: Space) -> None:
    assert near(replaced(">Lee<", ">Leigh<"), space) == ["The family name Leigh differs from Ann Lee's (Lee)."]
    assert near(sent(find()), space) == []
    assert (
        near(replaced(demo.ANN_ULN, demo.MERGED_ULN), space)[0] == f"The ULN of Dee Poe was merged into {demo.DEE_ULN}."
    )
    assert near(replaced(demo.ANN_ULN, "3000000916"), space) == []


@pytest.mark.parametrize("name", ["Sandbox-wsrc0005", "sandbox: WSRC0005", "SANDBOX WSRC0005"])
def test_a_family_name_that_nearly_asks_for_a_scenario_is_named(space: Space, name: str) -> None:
    hints = found(sent(miap(REGMSG, "RegisterLearner", {"Learner": learner(FamilyName=name)})), space)
    assert [one.sentence.rpartition(". ")[2] for one in hints] == ["Write Sandbox WSRC0005."]


def test_a_scenario_that_does_not_fit_the_operation_is_named(space: Space) -> None:
    def misses(name: str, operation: str) -> list[str]:
        reading = replaced(">Lee<", f">Sandbox {name}<")
        reading.exchange.operation = operation
        return [one for one in near(reading, space) if "scenario" in one]

    assert misses("WSRC0005", "learnerByULN") == [
        "Nearly the scenario WSRC0005: the family name means it, and it does not fit learnerByULN."
    ]
    assert misses("WSRC0005", "registerSingleLearner") == []
    by_uln = replaced(demo.ANN_ULN, scenario_uln("WSRC0005"))
    by_uln.exchange.operation = "learnerByULN"
    assert near(by_uln, space)[0][:42] == "Nearly the scenario WSRC0005: the ULN mean"


def test_a_learner_who_is_nearly_described_is_named(space: Space) -> None:
    found = near(by_demographics(FamilyName="Leigh", LastKnownPostCode="CV1 2WT"), space)
    assert found[0] == f"Nearly Ann Lee, ULN {demo.ANN_ULN}: only the family name (Lee, not Leigh) differs."
    assert near(by_demographics(FamilyName="Quist", GivenName="Zoe", DateOfBirth="1970-01-01"), space) == []
