"""Read answers before anything is timed."""

import http.client
from collections import Counter
from urllib.parse import urlsplit

from lxml import etree

from tests.bench.operations import CHECKED, Operation


class WrongAnswer(Exception):
    """A server does not answer as it must."""


def check(operation: Operation, side: str, url: str) -> None:
    """Read the answers to the first messages.

    Raises WrongAnswer unless every answer has the code and all texts that it must show, as often as it must.
    """
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": '""'}
    seen = set()
    for body, shown in zip(operation.bodies(side), operation.shown[:CHECKED], strict=False):
        connection.request("POST", parts.path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        texts = Counter(one.text for one in etree.fromstring(content).iter() if one.text)
        missing = Counter(shown) - texts
        if answer.status != http.client.OK or operation.code not in content or missing:
            raise WrongAnswer(f"{operation.name} of {side} lacks {list(missing)[:3]}: {content[:1500]!r}")
        seen.add(content)
    connection.close()
    if not operation.is_repeated and len(seen) < len(operation.shown[:CHECKED]):
        raise WrongAnswer(f"{operation.name} of {side} gave the same ULN twice")
