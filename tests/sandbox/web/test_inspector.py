"""The pages of the inspector, over HTTP."""

import io
import json
import re
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from urllib.parse import quote, urlencode, urlsplit

import pytest
from lxml import html
from lxml.html import HtmlElement

from gateway import demo
from gateway.sandbox.sandbox import Sandbox
from gateway.sandbox.web.filters import text_of
from tests.sandbox.calling import Answered, ask, find, register, running, send

_PAGES = (
    "/inspector",
    "/inspector/default",
    "/inspector/default?code=WSRC0005",
    "/inspector/default?operation=none",
    "/inspector/default/inbox",
    "/inspector/default/NEWEST",
    "/inspector/default/999999",
    "/inspector/none",
)


@pytest.fixture(scope="module")
def running_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with running(tmp_path_factory.mktemp("sandbox"), clock=datetime(2026, 8, 20)) as one:
        one.spaces.new("other")
        yield one


@pytest.fixture
def sandbox(running_sandbox: Sandbox) -> Sandbox:
    """Return a sandbox with two calls, the last one wrong."""
    running_sandbox.spaces.default.reset()
    send(running_sandbox, register())
    send(running_sandbox, find().replace("<FamilyName>Lee", '<FamilyName xmlns:x="y"><b>Lee</b>'))
    return running_sandbox


def newest(sandbox: Sandbox) -> int:
    return sandbox.spaces.default.exchanges.newest_first()[0].number


def get(sandbox: Sandbox, path: str) -> Answered:
    return ask(sandbox, "GET", path.replace("NEWEST", str(newest(sandbox))))


def page(sandbox: Sandbox, path: str) -> HtmlElement:
    return html.document_fromstring(get(sandbox, path).text)


def words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("path", _PAGES)
def test_each_control_has_a_label(sandbox: Sandbox, path: str) -> None:
    shown = page(sandbox, path)
    labelled = {label.get("for") for label in shown.iter("label")}
    for control in shown.iter("input", "select", "textarea"):
        assert control.get("type") == "hidden" or control.get("id") in labelled
    assert all(words(button) for button in shown.iter("button"))


@pytest.mark.parametrize("path", _PAGES)
def test_each_page_is_in_order(sandbox: Sandbox, path: str) -> None:
    shown = page(sandbox, path)
    assert shown.get("lang") == "en"
    assert len(list(shown.iter("h1"))) == 1
    levels = [int(one.tag[1]) for one in shown.iter("h1", "h2", "h3")]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(words(next(table.iter("caption"))) for table in shown.iter("table"))
    assert all(heading.get("scope") for heading in shown.iter("th"))
    ids = [one.get("id") for one in shown.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    assert all(words(link) for link in shown.iter("a"))
    title = next(shown.iter("title"))
    assert words(title).endswith("- LRS gateway")


@pytest.mark.parametrize("path", _PAGES)
def test_no_page_has_style_or_script_of_its_own(sandbox: Sandbox, path: str) -> None:
    answer = get(sandbox, path)
    shown = page(sandbox, path)
    assert list(shown.iter("style")) == []
    assert all(script.get("src") and not script.text for script in shown.iter("script"))
    assert [name for one in shown.iter() for name in one.attrib if name == "style" or name.startswith("on")] == []
    assert "default-src 'none'; style-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "GOV.UK" not in answer.text
    assert "crown" not in answer.text.lower()


def test_what_a_page_refers_to_is_there(sandbox: Sandbox) -> None:
    shown = page(sandbox, "/inspector/default")
    files = [one.get("href") for one in shown.iter("link")] + [one.get("src") for one in shown.iter("script")]
    assert len(files) == 3
    assert {get(sandbox, file).status for file in files} == {200}
    assert get(sandbox, "/inspector/-/base.html").status == 404


def test_another_host_or_site_sees_nothing(sandbox: Sandbox) -> None:
    assert ask(sandbox, "GET", "/inspector/default", headers={"Host": "attacker.example"}).status == 403
    assert ask(sandbox, "GET", "/inspector/default", headers={"Origin": "http://attacker.example"}).status == 403
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert ask(sandbox, "GET", "/inspector/default", headers=link).status == 200


def test_calls_are_listed_and_filtered(sandbox: Sandbox) -> None:
    def listed(query: str) -> list[str]:
        rows = page(sandbox, f"/inspector/default?{query}").xpath("//tbody/tr")
        return [words(row[2]) for row in rows]

    assert listed("") == ["learnerByULN", "registerSingleLearner"]
    assert listed("operation=learnerByULN") == ["learnerByULN"]
    assert listed("code=WSRC0005") == ["registerSingleLearner"]
    assert listed(f"uln={demo.ANN_ULN}") == ["learnerByULN"]
    assert listed("organisation=TEST0001") == ["learnerByULN", "registerSingleLearner"]
    assert listed("organisation=TEST0002") == []
    assert listed(f"before={newest(sandbox)}") == ["registerSingleLearner"]


def test_spaces_are_listed(sandbox: Sandbox) -> None:
    links = [one.get("href") for one in page(sandbox, "/inspector").xpath("//tbody//a")]
    assert links == ["/inspector/default", "/inspector/other"]


def test_a_call_shows_the_sentence_and_the_line(sandbox: Sandbox) -> None:
    shown = page(sandbox, "/inspector/default/NEWEST")
    assert words(shown.get_element_by_id("verdict")) == "The schema refuses the message."
    assert "cvc-type.3.1.2" in words(shown)
    (marked,) = shown.iter("mark")
    assert "<FamilyName" in words(marked)


def test_a_call_shows_why_the_service_refused_what_the_schema_takes(sandbox: Sandbox) -> None:
    born = "<DateOfBirth>1900-02-29</DateOfBirth>"
    send(sandbox, register().replace("<DateOfBirth>2005-04-01</DateOfBirth>", born))
    shown = words(page(sandbox, "/inspector/default/NEWEST"))
    assert born in shown
    assert "The message fits the schema. The answer says: " in shown


def test_what_a_client_wrote_is_text(sandbox: Sandbox) -> None:
    send(sandbox, find(user="</pre><script>alert(1)</script>").replace("&lt;", "<").replace("&gt;", ">"))
    send(sandbox, find(), f"/LearnerService.svc?{quote('<script>')}")
    for path in ("/inspector/default", "/inspector/default/NEWEST", f"/inspector/default/{newest(sandbox) - 1}"):
        assert "<script>" not in get(sandbox, path).text


def test_a_message_that_is_no_xml_is_shown(sandbox: Sandbox) -> None:
    send(sandbox, "<a>\n<b>&</a>")
    shown = page(sandbox, "/inspector/default/NEWEST")
    assert words(shown.get_element_by_id("verdict")) == "The message is refused unread."
    assert "Line 2" in words(shown)


@pytest.mark.parametrize(
    "message",
    [
        "<a>" * 1000 + "</a>" * 1000,
        find().replace("<ULN>", "<x>" * 150 + "</x>" * 150 + "<ULN>"),
        find().replace("<ULN>", "<b " + " ".join(f"a{number}=''" for number in range(5000)) + "/><ULN>"),
        find().replace("<GivenName>", "<class-name/><GivenName>"),
        "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        "\x00\udcff".encode("utf-8", "surrogatepass").decode("latin-1"),
        find().replace("<ULN>", "<ULN>" + "7" * 300_000),
        "<" * 70_000,
        "",
    ],
    ids=range(9),
)
def test_a_message_that_is_hostile_is_shown(sandbox: Sandbox, message: str) -> None:
    send(sandbox, message)
    assert get(sandbox, "/inspector/default/NEWEST").status == 200
    assert get(sandbox, "/inspector/default/NEWEST.har").status == 200


def test_a_long_message_cannot_be_sent_again(sandbox: Sandbox) -> None:
    send(sandbox, find().replace("<ULN>", "<ULN>" + "7" * 300_000))
    assert "only its beginning is kept" in words(page(sandbox, "/inspector/default/NEWEST"))


@pytest.mark.parametrize("charset", ["idna", "undefined", "hex", "unicode_escape", "x" * 90])
def test_a_charset_that_is_none_of_ours_is_read_as_utf_8(charset: str) -> None:
    assert text_of("Siôn\\q".encode(), [("Content-Type", f"text/xml; charset={charset}")]) == "Siôn\\q"


def test_a_sandbox_without_pages_imports_no_flask() -> None:
    program = "import sys, gateway.sandbox.sandbox, gateway.cli.serve; sys.exit('flask' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_call_can_be_copied(sandbox: Sandbox) -> None:
    send(sandbox, find())
    copied = {
        words(one.find("summary")): one.find(".//pre").text
        for one in page(sandbox, "/inspector/default/NEWEST").iter("details")
    }
    assert list(copied) == ["Copy as curl", "Copy as Python with zeep", "Copy as PHP", "Copy as C#", "Copy as Java"]
    assert "GivenName='Ann'" in copied["Copy as Python with zeep"]
    assert "'GivenName' => 'Ann'" in copied["Copy as PHP"]
    compile(copied["Copy as Python with zeep"], "copied", "exec")


def form_of(sandbox: Sandbox, path: str) -> tuple[str, dict[str, str]]:
    form = next(one for one in page(sandbox, path).iter("form") if one.get("method") == "post")
    return str(form.get("action")), {name: str(value) for name, value in form.form_values()}


def post(sandbox: Sandbox, path: str, values: dict[str, str], **headers: str | None) -> Answered:
    stated = {"Content-Type": "application/x-www-form-urlencoded", **headers}
    return ask(sandbox, "POST", path, urlencode(values).encode(), stated)


def test_a_call_is_sent_again_with_a_change(sandbox: Sandbox) -> None:
    send(sandbox, find(demo.COLLEGE))
    action, values = form_of(sandbox, "/inspector/default/NEWEST")
    values["message"] = values["message"].replace(">Lee<", ">Siôn &amp; Leigh<")
    answer = post(sandbox, action, values, Origin=sandbox.address)
    assert (answer.status, answer.headers["Location"]) == (303, f"/inspector/default/{newest(sandbox)}")
    sent = sandbox.spaces.default.exchanges.newest_first()[0]
    assert "Siôn &amp; Leigh".encode() in sent.request
    assert (sent.operation, sent.code) == ("learnerByULN", "WSRC0003")


def test_a_form_of_another_site_sends_nothing(sandbox: Sandbox) -> None:
    action, values = form_of(sandbox, "/inspector/default/NEWEST")
    before = newest(sandbox)
    assert post(sandbox, action, {**values, "token": "wrong"}).status == 403
    assert post(sandbox, action, {"message": "x"}).status == 403
    assert post(sandbox, action, values, Origin="http://attacker.example").status == 403
    assert ask(sandbox, "GET", action).status == 405
    assert newest(sandbox) == before


def test_calls_are_exported_as_har(sandbox: Sandbox) -> None:
    one = json.loads(get(sandbox, "/inspector/default/NEWEST.har").body)["log"]
    assert [entry["request"]["url"] for entry in one["entries"]] == [f"{sandbox.address}/LearnerService.svc"]
    assert one["entries"][0]["response"]["status"] == 500
    every = get(sandbox, "/inspector/default/exchanges.har")
    assert every.headers["Content-Disposition"] == 'attachment; filename="default.har"'
    assert [entry["comment"][:12] for entry in every.value["log"]["entries"]] == ["registerSing", "learnerByULN"]
    some = get(sandbox, "/inspector/default/exchanges.har?code=WSRC0005")
    assert len(some.value["log"]["entries"]) == 1


def test_a_call_is_saved_as_a_golden_case(sandbox: Sandbox) -> None:
    message = find()
    answered = send(sandbox, message)
    saved = get(sandbox, "/inspector/default/NEWEST.zip")
    with zipfile.ZipFile(io.BytesIO(saved.body)) as archive:
        assert archive.read("request.xml") == message.encode()
        assert archive.read("answer.xml") == answered.body
        assert json.loads(archive.read("case.json"))["code"] == "WSRC0004"
    assert saved.body == get(sandbox, "/inspector/default/NEWEST.zip").body


def test_new_calls_are_told_while_the_page_is_open(sandbox: Sandbox) -> None:
    place = urlsplit(sandbox.address)
    with socket.create_connection((str(place.hostname), place.port or 0), timeout=10) as connection:
        request = f"GET /inspector/default/events?operation=learnerByULN HTTP/1.1\r\nHost: {place.netloc}\r\n\r\n"
        connection.sendall(request.encode())
        told = connection.recv(4096)
        assert b"text/event-stream" in told
        assert b"content-length" not in told.lower()
        send(sandbox, register())
        send(sandbox, find())
        while b"\n\n" not in told.partition(b"\r\n\r\n")[2]:
            told += connection.recv(4096)
    events = re.findall(rb"data: (.*)\n\n", told)
    assert [json.loads(one) for one in events] == [{"number": newest(sandbox), "operation": "learnerByULN"}]


def test_an_email_is_in_the_inbox(sandbox: Sandbox) -> None:
    assert "There is no e-mail" in words(page(sandbox, "/inspector/default/inbox"))
