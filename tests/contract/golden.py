"""Golden cases: messages of clients, and the answers expected.

A case is a folder `<service>/<operation>/<case>` with request.xml and response.xml, or request-1.xml, response-1.xml
and so on. `headers.txt` may name HTTP headers. The name of a case ends with the kind of client: php, wcf, handwritten,
or another toolkit.

A response may hold placeholders: {{ULN}} for a new ULN, {{JOB}} for the number of a job, {{GUID}} for a new GUID,
{{CHALLENGE}} for a new data challenge, {{TODAY}} for the date of the run, {{TIMESTAMP}} for a time of that day,
{{LATER}} for a time of any day, and {{DURATION}} for hours, minutes and seconds. In a later request {{ULN}}, {{JOB}},
{{GUID}} and {{CHALLENGE}} are replaced by the values that were answered. In a request, what is between {{5001 TIMES}}
and {{END}} is sent that many times.

If there is a file work-before-2, a worker processes all batches before the second request. If there is a file
break-before-2, the worker fails at a row.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from lxml import etree

from gateway.batch_worker.worker import Worker
from gateway.domain import uln
from tests.builders import EXTERNAL, LEARNER_SERVICE, MIAP_2014, R9, R9_2017, SOAP, Reply, Wire

ROOT = Path(__file__).parent
PATHS = {
    "learner_service": LEARNER_SERVICE,
    "learner_service_2014": MIAP_2014,
    "learner_service_r9": R9,
    "learner_service_r9_2017": R9_2017,
    "external_service": EXTERNAL,
}
_REPEATED = re.compile(rb"\{\{([0-9]+) TIMES\}\}(.*?)\{\{END\}\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Case:
    """One golden case."""

    service: str
    operation: str
    name: str
    folder: Path

    @property
    def shape(self) -> str:
        """Return the kind of client, from the name."""
        return self.name.rpartition("_")[2]

    @property
    def fact(self) -> tuple[str, str, str]:
        """Return what the case shows, without the kind of client."""
        return self.service, self.operation, self.name.rpartition("_")[0]

    @property
    def steps(self) -> list[tuple[Path, Path]]:
        """Return the files of every request and its response."""
        requests = sorted(self.folder.glob("request*.xml"))
        return [(one, one.with_name(one.name.replace("request", "response"))) for one in requests]

    @property
    def headers(self) -> dict[str, str]:
        """Return the HTTP headers of the case as WSGI variables."""
        file = self.folder / "headers.txt"
        lines = file.read_text().splitlines() if file.exists() else []
        pairs = [line.split(": ", 1) for line in lines]
        names = {name: name.upper().replace("-", "_") for name, _ in pairs}
        return {names[name] if name == "Content-Type" else f"HTTP_{names[name]}": value for name, value in pairs}

    def status(self, expected: bytes) -> int:
        """Return the HTTP status that belongs to a response.

        A message that is not SOAP 1.1 is refused by its content type.
        """
        if not self.headers.get("CONTENT_TYPE", "text/xml").startswith("text/xml"):
            return 415
        return 500 if is_fault(expected) else 200


@cache
def cases() -> tuple[Case, ...]:
    """Return all cases."""
    folders = sorted({path.parent for path in ROOT.glob("*/*/*/request*.xml")})
    found = []
    for folder in folders:
        service, operation, name = folder.relative_to(ROOT).parts
        found.append(Case(service, operation, name, folder))
    return tuple(found)


def is_fault(document: bytes) -> bool:
    """Return whether a response is a fault."""
    return etree.fromstring(document).find(f"{{{SOAP}}}Body/{{{SOAP}}}Fault") is not None


def canonical(document: bytes) -> str:
    """Return a document in a form that equal documents share.

    Prefixes stay; white space between elements goes.
    """
    root = etree.fromstring(document, etree.XMLParser(remove_blank_text=True))
    return etree.tostring(root, method="c14n").decode()


def matches(expected: bytes, answered: bytes) -> str | None:
    """Return what was expected, or None if the answer matches.

    `issued` needs an answer that matches.
    """
    want, got = canonical(expected), canonical(answered)
    return None if _pattern(want).fullmatch(got) else want


def issued(expected: bytes, answered: bytes) -> dict[str, str]:
    """Return the values of the placeholders in the expected answer."""
    found = _pattern(canonical(expected)).fullmatch(canonical(answered))
    given = found.groupdict() if found else {}
    assert "uln" not in given or uln.is_valid(given["uln"])
    return given


def _forms() -> dict[str, str]:
    now = datetime.now(UTC)
    today = f"(?:{now:%Y-%m-%d}|{now - timedelta(hours=1):%Y-%m-%d})"  # the answer may be from before midnight
    return {
        "{{ULN}}": r"(?P<uln>[1-9][0-9]{9})",
        "{{JOB}}": r"(?P<job>[1-9][0-9]*)",
        "{{GUID}}": r"(?P<guid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})",
        "{{CHALLENGE}}": r"(?P<challenge>DC[0-9B-Z]{9})",
        "{{TODAY}}": today,
        "{{DURATION}}": r"[0-9]{2}:[0-5][0-9]:[0-5][0-9]",
        "{{LATER}}": r"20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]",
        "{{TIMESTAMP}}": today + r"[ T][0-2][0-9]:[0-5][0-9]:[0-5][0-9]",
    }


def _pattern(canonical_text: str) -> re.Pattern[str]:
    pattern = re.escape(canonical_text)
    for placeholder, form in _forms().items():
        first, *rest = pattern.split(re.escape(placeholder))
        named = re.match(r"\(\?P<(\w+)>", form)
        again = f"(?P={named[1]})" if named else form
        pattern = first + (form + again.join(rest) if rest else "")
    return re.compile(pattern)


def play(case: Case, wire: Wire) -> Iterator[tuple[Reply, bytes]]:
    """Send a case's requests in order.

    Yields each reply with the response expected.
    """
    given: dict[str, str] = {}
    for number, (request, response) in enumerate(case.steps, 1):
        if (case.folder / f"work-before-{number}").exists():
            work(wire)
        if (case.folder / f"break-before-{number}").exists():
            Worker(wire.store, reach=fail).work()
        expected = response.read_bytes()
        body = _REPEATED.sub(lambda found: found[2] * int(found[1]), request.read_bytes())
        for name, value in given.items():
            body = body.replace(f"{{{{{name.upper()}}}}}".encode(), value.encode())
        reply = wire.post(PATHS[case.service], body, **case.headers)
        yield reply, expected
        given |= issued(expected, reply.body)


def fail(where: str) -> None:
    """Fail at every row."""
    if where == "before row":
        raise ZeroDivisionError


def work(wire: Wire) -> None:
    """Let a worker process all batches."""
    worker = Worker(wire.store)
    while worker.work():
        pass
