"""Exchanges as files: HAR, and golden cases."""

import io
import json
import zipfile
from collections.abc import Iterable
from datetime import UTC
from typing import Any
from urllib.parse import parse_qsl

from gateway import __version__
from gateway.sandbox.exchanges import Exchange
from gateway.sandbox.web.filters import text_of

_BEGINNING_OF_ZIP = (1980, 1, 1, 0, 0, 0)
_BROKEN = {"status": 0, "statusText": ""}


def write_har(exchanges: Iterable[Exchange], address: str) -> str:
    """Return exchanges in the HTTP Archive format, version 1.2."""
    log = {
        "version": "1.2",
        "creator": {"name": "lrs-gateway sandbox", "version": __version__},
        "entries": [_entry(one, address) for one in exchanges],
    }
    return json.dumps({"log": log}, indent=2, ensure_ascii=False)


def _entry(exchange: Exchange, address: str) -> dict[str, Any]:
    milliseconds = round(exchange.seconds * 1000, 3)
    code, _, phrase = exchange.status.partition(" ")
    sent = {"status": int(code), "statusText": phrase} if code.isdecimal() else _BROKEN
    return {
        "startedDateTime": exchange.at.replace(tzinfo=UTC).isoformat(timespec="milliseconds"),
        "time": milliseconds,
        "request": {
            "method": exchange.method,
            "url": address + exchange.path,
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": _pairs(exchange.request_headers),
            "queryString": _pairs(parse_qsl(exchange.path.partition("?")[2], keep_blank_values=True)),
            "postData": {
                "mimeType": _type(exchange.request_headers),
                "text": text_of(exchange.request, exchange.request_headers),
            },
            "headersSize": -1,
            "bodySize": exchange.request_length,
        },
        "response": {
            **sent,
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": _pairs(exchange.answer_headers),
            "content": {
                "size": exchange.answer_length,
                "mimeType": _type(exchange.answer_headers),
                "text": text_of(exchange.answer, exchange.answer_headers),
            },
            "redirectURL": "",
            "headersSize": -1,
            "bodySize": exchange.answer_length,
        },
        "cache": {},
        "timings": {"send": 0, "wait": milliseconds, "receive": 0},
        "comment": f"{exchange.operation} {exchange.code}".strip(),
    }


def write_golden_case(exchange: Exchange) -> bytes:
    """Return a zip with the request and the answer.

    The same exchange gives the same bytes.
    """
    described = {
        "operation": exchange.operation,
        "code": exchange.code,
        "status": exchange.status,
        "path": exchange.path,
        "request_headers": dict(exchange.request_headers),
        "scenario": exchange.scenario,
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in (
            ("request.xml", exchange.request),
            ("answer.xml", exchange.answer),
            ("case.json", json.dumps(described, indent=2).encode() + b"\n"),
        ):
            archive.writestr(zipfile.ZipInfo(name, _BEGINNING_OF_ZIP), body, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _pairs(pairs: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs]


def _type(headers: Iterable[tuple[str, str]]) -> str:
    return next((value for name, value in headers if name.lower() == "content-type"), "")
