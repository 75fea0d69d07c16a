"""Messages that are refused before anything interprets them.

Hostile input found most of these.
"""

import gzip

import pytest

from gateway import demo
from gateway.settings import FaultChildren, Settings
from tests.builders import EXCEPTIONS, FINDMSG, LEARNER_SERVICE, MIAP_2014, R9, SOAP, Reply, Wire, envelope, miap, r9

GOOD = miap(FINDMSG, "FindLearnerByULN", {"ULN": demo.ANN_ULN, "FamilyName": "Lee", "GivenName": "Ann"}, find="FUL")
OPERATION = GOOD[GOOD.index("<soapenv:Body>") + 14 : GOOD.index("</soapenv:Body>")]


def refused(reply: Reply, status: int = 500, kind: str = "Server") -> None:
    assert reply.status == status
    assert reply.code == "WSEC0001"
    assert reply.text("faultcode") == f"soapenv:{kind}"
    assert demo.COLLEGE.password.encode() not in reply.body


@pytest.mark.parametrize(
    "body",
    [
        "",
        "   \n",
        "hello",
        '{"a": 1}',
        "<html><body/></html>",
        f'<s:Envelope xmlns:s="{SOAP}"/>',
        f'<s:Envelope xmlns:s="{SOAP}"><s:Header/></s:Envelope>',
        envelope(""),
        envelope("hello"),
        envelope("<!-- nothing -->"),
        envelope(OPERATION + OPERATION),
        envelope(OPERATION + "text"),
        GOOD.replace("</soapenv:Body>", "</soapenv:Body><x/>"),
        GOOD.replace("</soapenv:Body>", "</soapenv:Body><soapenv:Body/>"),
        GOOD.replace("</soapenv:Body>", "</soapenv:Body><soapenv:Header/>"),
        GOOD + "x",
        GOOD + GOOD,
        GOOD[: len(GOOD) // 2],
        GOOD.replace("Lee", "&nosuch;"),
        GOOD.replace("Lee", "&#0;"),
        GOOD.replace("Lee", "&#xd800;"),
        "<!DOCTYPE x>" + GOOD,
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + GOOD.replace("Lee", "&a;"),
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x">' + GOOD,
        GOOD.replace("<FamilyName>", '<FamilyName xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="x">'),
        GOOD.replace("<FamilyName>", '<FamilyName href="#1">'),
        GOOD.replace("Lee", "<X>" * 1500 + "</X>" * 1500),
    ],
)
def test_what_is_not_one_plain_message_is_refused(sqlite_wire: Wire, body: str) -> None:
    refused(sqlite_wire.post(LEARNER_SERVICE, body))


def test_another_envelope_is_a_version_mismatch(sqlite_wire: Wire) -> None:
    body = GOOD.replace(SOAP, "http://www.w3.org/2003/05/soap-envelope")
    refused(sqlite_wire.post(LEARNER_SERVICE, body), kind="VersionMismatch")


def test_a_header_that_must_be_understood_is_not(sqlite_wire: Wire) -> None:
    header = '<soapenv:Header><q:t xmlns:q="urn:x" soapenv:mustUnderstand="{}">x</q:t></soapenv:Header>'
    refused(
        sqlite_wire.post(LEARNER_SERVICE, GOOD.replace("<soapenv:Header/>", header.format(1))), kind="MustUnderstand"
    )
    assert sqlite_wire.post(LEARNER_SERVICE, GOOD.replace("<soapenv:Header/>", header.format(0))).code == "WSRC0004"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "post", "get", "JEFF"])
def test_only_post_calls(sqlite_wire: Wire, method: str) -> None:
    for query, allowed in (("", "GET, HEAD, POST"), ("?anything=else", "POST")):
        reply = sqlite_wire.request(method, LEARNER_SERVICE + query, GOOD.encode(), CONTENT_TYPE="text/xml")
        refused(reply, 405)
        assert reply.headers["Allow"] == allowed


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "application/json",
        "application/soap+xml; charset=utf-8",
        "multipart/related; boundary=B",
        "text/xml; charset=utf-7",
        "text/xml; charset=punycode",
        "text/xml; charset=idna",
        "text/xml; charset=zlib",
        "text/xml; charset=" + "u" * 10_000,
        "text/xml; charset=../../etc/passwd",
    ],
)
def test_only_soap_1_1_in_a_common_charset_is_read(sqlite_wire: Wire, content_type: str) -> None:
    reply = sqlite_wire.post(LEARNER_SERVICE, GOOD, CONTENT_TYPE=content_type)
    refused(reply, 415)


def test_the_refusal_of_another_type_says_soap_1_1(sqlite_wire: Wire) -> None:
    assert "SOAP 1.1" in (
        sqlite_wire.post(LEARNER_SERVICE, GOOD, CONTENT_TYPE="application/soap+xml").text("FurtherDetails") or ""
    )


@pytest.mark.parametrize(
    "content_type",
    [
        "text/xml",
        "TEXT/XML; CHARSET=UTF-8",
        'text/xml; charset="utf-8"',
        "text/xml; charset=",
        "text/xml; action=x; charset=utf-8",
    ],
)
def test_spellings_of_the_type_do_not_matter(sqlite_wire: Wire, content_type: str) -> None:
    assert sqlite_wire.post(LEARNER_SERVICE, GOOD, CONTENT_TYPE=content_type).code == "WSRC0004"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"\xef\xbb\xbf" + GOOD.encode(), "text/xml"),
        (GOOD.encode("utf-16"), "text/xml; charset=utf-16"),
        (GOOD.encode("utf-16"), "text/xml"),
        (f'<?xml version="1.0" encoding="utf-16"?>{GOOD}'.encode("utf-16"), "text/xml; charset=utf-16"),
        (GOOD.encode("utf-16-le"), "text/xml; charset=utf-16le"),
        (f'<?xml version="1.0" encoding="iso-8859-1"?>{GOOD}'.encode("latin1"), "text/xml"),
        (f'\n  <?xml version="1.0"?>{GOOD}'.encode(), "text/xml; charset=utf-8"),
        (GOOD.encode("ascii"), "text/xml; charset=us-ascii"),
    ],
)
def test_the_charsets_of_clients_are_read(sqlite_wire: Wire, body: bytes, content_type: str) -> None:
    assert sqlite_wire.post(LEARNER_SERVICE, body, CONTENT_TYPE=content_type).code == "WSRC0004"


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (GOOD.replace("Lee", "Zoë").encode("latin1"), "text/xml; charset=utf-8", 500),
        (GOOD.encode(), "text/xml; charset=utf-16", 500),
        (f'<?xml version="1.0" encoding="utf-7"?>{GOOD}'.encode(), "text/xml", 415),
        (('<!DOCTYPE x [<!ENTITY a "b">]>' + GOOD).encode("utf-16"), "text/xml; charset=utf-16", 500),
    ],
)  # fmt: skip
def test_bytes_that_are_not_what_they_say_are_refused(
    sqlite_wire: Wire, body: bytes, content_type: str, status: int
) -> None:
    refused(sqlite_wire.post(LEARNER_SERVICE, body, CONTENT_TYPE=content_type), status)


def test_latin1_letters_arrive(sqlite_wire: Wire) -> None:
    body = GOOD.replace("<FamilyName>Lee", "<FamilyName>Zoë").encode("latin1")
    reply = sqlite_wire.post(LEARNER_SERVICE, body, CONTENT_TYPE="text/xml; charset=iso-8859-1")
    assert reply.text("FamilyName") == "Zoë"


def test_a_compressed_message_is_refused(sqlite_wire: Wire) -> None:
    refused(sqlite_wire.post(LEARNER_SERVICE, gzip.compress(GOOD.encode()), HTTP_CONTENT_ENCODING="gzip"), 415)


def test_a_message_over_the_limit_is_refused_unread(sqlite_wire: Wire) -> None:
    refused(sqlite_wire.post(LEARNER_SERVICE, GOOD, CONTENT_LENGTH=str(3 * 2**20)), 413)
    refused(sqlite_wire.post(LEARNER_SERVICE, "x" * (2 * 2**20 + 1), CONTENT_LENGTH=""), 413)


def test_a_message_that_ends_early_is_refused(sqlite_wire: Wire) -> None:
    refused(sqlite_wire.post(LEARNER_SERVICE, GOOD, CONTENT_LENGTH=str(len(GOOD) + 1)), 400)
    refused(sqlite_wire.post(LEARNER_SERVICE, GOOD, CONTENT_LENGTH="many"), 400)


@pytest.mark.parametrize(
    "action", ["", '""', "x", '"http://tempuri.org/LearnerPortType/verifyLearner"', "http://tempuri.org/x"]
)
def test_soapaction_never_decides(sqlite_wire: Wire, action: str) -> None:
    assert sqlite_wire.post(LEARNER_SERVICE, GOOD, HTTP_SOAPACTION=action).code == "WSRC0004"


def test_the_query_of_the_published_address_does_no_harm(sqlite_wire: Wire) -> None:
    assert sqlite_wire.post(LEARNER_SERVICE + "?singlewsdl", GOOD).code == "WSRC0004"


@pytest.mark.parametrize("empty", ["", "  ", "\n"])
@pytest.mark.parametrize(
    "spelling", ["<{0}>{1}</{0}>", '<{0} xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="{2}">{1}</{0}>']
)
@pytest.mark.parametrize("nil", ["true", "1"])
def test_every_spelling_of_no_value_is_the_same(sqlite_wire: Wire, empty: str, spelling: str, nil: str) -> None:
    optional = "".join(
        spelling.format(name, "" if "nil" in spelling else empty, nil)
        for name in ("PreviousFamilyName", "SchoolAtAge16", "PlaceOfBirth", "EmailAddress")
    )
    reference = spelling.format("OrganisationRef", "" if "nil" in spelling else empty, nil)
    body = miap(
        FINDMSG,
        "FindLearnerByDemographics",
        {
            "FamilyName": "Lee",
            "GivenName": "Ann",
            "DateOfBirth": "2004-03-09",
            "Gender": 2,
            "LastKnownPostCode": "CV12WT",
        },
        find="FUL",
    )
    body = body.replace("</m:FindLearner", optional + "</m:FindLearner").replace("<UKPRN>", reference + "<UKPRN>")
    reply = sqlite_wire.post(LEARNER_SERVICE, body)
    assert reply.code == "WSRC0004", reply.body
    assert reply.texts("EmailAddress") == ["ann.lee@example.org"], "only what was sent is echoed"


@pytest.mark.parametrize("blank", ["&#160;", "&#x2003;", "&#x3000;"])
def test_a_name_of_other_blanks_is_a_bad_request(sqlite_wire: Wire, blank: str) -> None:
    refused(sqlite_wire.post(LEARNER_SERVICE, GOOD.replace(">Ann<", f">{blank}<")))


@pytest.mark.parametrize(
    ("name", "value"), [("dateOfBirth", "2004-W11-2"), ("dateOfBirth", "20040309"), ("gender", "0_2"), ("gender", "3")]
)
def test_r9_reads_values_as_strictly_as_the_strict_schema(sqlite_wire: Wire, name: str, value: str) -> None:
    values = {
        "uln": demo.ANN_ULN,
        "givenName": "Ann",
        "familyName": "Lee",
        "dateOfBirth": "",
        "gender": "",
        "getType": "FULL",
    }
    assert sqlite_wire.post(R9, r9("GetLearnerLearningEvents", values | {name: value})).code == "WSEC0001"


def test_r9_takes_no_email_that_the_strict_contract_forbids(sqlite_wire: Wire) -> None:
    values = {"uln": demo.GIL_ULN, "versionNumber": 1, "emailAddress": "not an email"}
    assert sqlite_wire.post(R9, r9("UpdateLearnerSubsetFields", values)).code == "WSEC0001"


def test_r9_reads_a_uln_with_blanks_and_wants_a_user(sqlite_wire: Wire) -> None:
    values = {
        "uln": "3000 000 207 ",
        "givenName": "Ann",
        "familyName": "Lee",
        "dateOfBirth": "",
        "gender": "",
        "getType": "BRIEF",
    }
    message = r9("GetLearnerLearningEvents", values)
    reply = sqlite_wire.post(R9, message)
    assert (reply.code, reply.text("FoundULN"), reply.text("IncomingULN")) == (
        "WSRC0004",
        demo.ANN_ULN,
        "3000 000 207 ",
    )
    assert sqlite_wire.post(R9, message.replace(">registrar<", "><")).code == "WSEC0001"


def test_a_nil_that_is_neither_true_nor_false_is_refused(sqlite_wire: Wire) -> None:
    body = GOOD.replace(
        "<FamilyName>", '<FamilyName xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="perhaps">'
    )
    refused(sqlite_wire.post(LEARNER_SERVICE, body))


def test_nil_false_is_not_nil(sqlite_wire: Wire) -> None:
    body = GOOD.replace(
        "<FamilyName>", '<FamilyName xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="false">'
    )
    assert sqlite_wire.post(LEARNER_SERVICE, body).code == "WSRC0004"


def test_a_refused_password_is_not_quoted(sqlite_wire: Wire) -> None:
    body = GOOD.replace(demo.COLLEGE.password, "short-secret").replace(f">{demo.ANN_ULN}<", ">short<")
    reply = sqlite_wire.post(LEARNER_SERVICE, body)
    assert reply.code == "WSEC0001"
    assert b"short-secret" not in reply.body


def fault(children: FaultChildren, url: str, body: str, *, path: str = LEARNER_SERVICE, **environ: str) -> bytes:
    with Wire.open(Settings(database_url=url, fault_children=children)) as wire:
        return wire.post(path, body, **environ).body


@pytest.mark.parametrize(
    ("children", "body", "action", "qualified"),
    [
        (FaultChildren.CONTRACT, "bad", "", False),
        (FaultChildren.QUALIFIED, "bad", "", True),
        (FaultChildren.BY_CLIENT, "bad", "", False),
        (FaultChildren.BY_CLIENT, "bad", '"http://tempuri.org/LearnerPortType/x"', True),
        (FaultChildren.BY_CLIENT, GOOD.replace("Pass", "Puss"), "", False),
        (
            FaultChildren.BY_CLIENT,
            GOOD.replace("Pass", "Puss").replace("<UKPRN>", "<OrganisationRef/><UKPRN>"),
            "",
            True,
        ),
    ],
)
def test_fault_children_are_spelt_as_set(
    sqlite_url: str, children: FaultChildren, body: str, action: str, qualified: bool
) -> None:
    answer = fault(children, sqlite_url, body, HTTP_SOAPACTION=action)
    assert f'<ns10:MIAPAPIException xmlns:ns10="{EXCEPTIONS}">'.encode() in answer
    assert (b"<ns10:ErrorCode>" in answer) is qualified


@pytest.mark.parametrize("children", FaultChildren)
def test_the_service_of_2014_sends_fault_children_as_its_wsdl_has_them(
    sqlite_url: str, children: FaultChildren
) -> None:
    body = GOOD.replace("Pass", "Puss").replace("<UKPRN>", "<OrganisationRef/><UKPRN>")
    assert b"<ErrorCode>WSEC0001</ErrorCode>" in fault(children, sqlite_url, body, path=MIAP_2014)


def test_r9_answers_bad_requests_as_wcf_does(sqlite_wire: Wire) -> None:
    malformed = sqlite_wire.post(R9, "x")
    unknown = sqlite_wire.post(R9, envelope('<q:Nothing xmlns:q="urn:x"/>'))
    invalid = sqlite_wire.post(R9, r9("GetLearnerLearningEvents", {"nonsense": "x"}))
    assert [reply.text("faultcode") for reply in (malformed, unknown, invalid)] == [
        "a:DeserializationFailed",
        "a:ActionNotSupported",
        "s:Client",
    ]
    assert [reply.code for reply in (malformed, unknown, invalid)] == ["WSEC0001", "WSEC0002", "WSEC0001"]
    assert {reply.status for reply in (malformed, unknown, invalid)} == {500}


def test_an_unexpected_failure_is_a_coded_fault_with_a_reference(
    sqlite_wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    body = r9(
        "ViewAudit", {"learnerUln": demo.ANN_ULN, "learnerGivenName": "Ann", "learnerFamilyName": "Lee", "page": 0}
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gateway.store.repositories.audit.Audit.accesses", lambda *_a, **_k: 1 / 0)
        reply = sqlite_wire.post(R9, body)
    assert reply.code == "WSEC0999"
    (record,) = [one for one in caplog.records if one.message == "call failed"]
    assert getattr(record, "fields", {})["where"].startswith("test_body.py:")
    assert b"division" not in reply.body


def test_a_failure_outside_every_operation_is_a_coded_fault_too(sqlite_wire: Wire) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gateway.wire.http.endpoint.enter", lambda *_: 1 / 0)
        reply = sqlite_wire.post(LEARNER_SERVICE, GOOD)
    assert (reply.status, reply.code) == (500, "WSEC0999")
    assert b"ns10:MIAPAPIException" in reply.body


def test_an_unknown_address_is_404_in_plain_text(sqlite_wire: Wire) -> None:
    reply = sqlite_wire.request("GET", "/nothing")
    assert (reply.status, reply.headers["Content-Type"]) == (404, "text/plain; charset=utf-8")
