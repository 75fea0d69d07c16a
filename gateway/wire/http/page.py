"""The page for people who call the gateway by browser.

It shows nothing of the request but the host.
"""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final
from wsgiref.types import WSGIEnvironment

from gateway import __version__
from gateway.wire.http.public_address import PublicAddress
from gateway.wire.http.responses import Application, StartResponse, respond
from gateway.wire.services import ServiceRow

_HTML: Final = "text/html; charset=utf-8"
_GUIDE: Final = "https://www.gov.uk/government/publications/learner-registration-bodies-user-guide"

_STRICT: Final = (
    ("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
)


def make_page(rows: Sequence[ServiceRow], public: PublicAddress) -> Application:
    """Return an application that shows a page of these services.

    The page is written once.
    """
    page = _write(rows, public.base).encode()

    def answer_page(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        shown = public.fill(page, environ)
        return respond(environ, start_response, "200 OK", shown, content_type=_HTML, further=_STRICT)

    return answer_page


def _write(rows: Sequence[ServiceRow], public_url: str) -> str:
    items = "".join(_item(public_url + row.location, public_url + row.wsdl_location) for row in rows)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<title>LRS gateway</title>\n</head>\n<body>\n<main>\n<h1>LRS gateway</h1>\n"
        f"<p>Version {escape(__version__)}. It registers learners, issues Unique Learner Numbers and returns learning\n"
        "records, over SOAP 1.1. It is not the Learning Records Service and holds none of its data.</p>\n"
        f"<h2>Services</h2>\n<ul>\n{items}</ul>\n"
        "<h2>Documentation</h2>\n<p>docs/reference/services.md in the source lists the operations. GOV.UK has a\n"
        f'<a href="{_GUIDE}">guide to the Learning Records Service</a>.</p>\n'
        "</main>\n</body>\n</html>\n"
    )


def _item(address: str, wsdl: str) -> str:
    return f'<li><code>{escape(address)}</code> <a href="{escape(wsdl)}">WSDL of {escape(address)}</a></li>\n'
