"""The pages of the inspector.

This imports Flask, so it is imported when the first page is asked for.
"""

import hmac
import json
import secrets
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any, Final

import flask
from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from gateway.domain.codes import Code
from gateway.sandbox.application import EXCHANGE, SandboxApplication
from gateway.sandbox.exchanges import Exchange
from gateway.sandbox.server import STREAM
from gateway.sandbox.space import Space
from gateway.sandbox.spaces import BadSpace
from gateway.sandbox.web.filters import FILTERS, ExchangeFilter, text_of
from gateway.sandbox.web.inspector.exports import write_golden_case, write_har
from gateway.sandbox.web.inspector.hints import find_hints
from gateway.sandbox.web.inspector.near_misses import find_near_misses
from gateway.sandbox.web.inspector.reading import Reading, explanation_in, indented, lines_of
from gateway.sandbox.web.inspector.resending import environ_of
from gateway.sandbox.web.inspector.snippets import SNIPPETS
from gateway.sandbox.web.inspector.verdict import judge
from gateway.web.kit import make_pages
from gateway.wire.services import SERVICES

ASSETS: Final = "/inspector/-"
"""Where the style sheets are. No space is called so."""
_TEMPLATES: Final = Path(__file__).parent / "templates"
_SCRIPT: Final = Path(__file__).parent / "live.js"
_A_PAGE: Final = 100


class Inspector:
    """The pages of one sandbox, as a WSGI application."""

    def __init__(self, application: SandboxApplication, address: str) -> None:
        self._application = application
        self._address = address
        self._form_token = secrets.token_urlsafe(24)
        self._operations = sorted({one.name for row in SERVICES for one in row.family.operations})
        self.pages = self._make()

    def _make(self) -> Flask:
        pages = make_pages(
            "inspector",
            _TEMPLATES,
            assets=ASSETS,
            further_assets={_SCRIPT: "text/javascript"},
            policy="script-src 'self'; connect-src 'self'",
        )
        rules: tuple[tuple[str, str, Callable[..., Any]], ...] = (
            ("/inspector", "spaces", self._spaces),
            ("/inspector/", "spaces_too", self._spaces),
            ("/inspector/<space>", "exchanges", self._exchanges),
            ("/inspector/<space>/inbox", "inbox", self._inbox),
            ("/inspector/<space>/exchanges.har", "all_as_har", self._all_as_har),
            ("/inspector/<space>/events", "events", self._events),
            ("/inspector/<space>/<int:number>", "exchange", self._exchange),
            ("/inspector/<space>/<int:number>.har", "as_har", self._as_har),
            ("/inspector/<space>/<int:number>.zip", "as_golden_case", self._as_golden_case),
        )
        for rule, name, function in rules:
            pages.add_url_rule(rule, name, function)
        pages.add_url_rule("/inspector/<space>/<int:number>/resend", "resend", self._resend, methods=["POST"])
        pages.register_error_handler(HTTPException, self._problem)
        pages.context_processor(lambda: {"home": "/inspector", "service": "Sandbox inspector"})
        return pages

    def _space(self, name: str) -> Space:
        try:
            return self._application.spaces.named(name)
        except BadSpace:
            flask.abort(404, f"There is no space {name}.")

    def _kept(self, space: str, number: int) -> tuple[Space, Exchange]:
        of_space = self._space(space)
        found = of_space.exchanges.by_number(number)
        if found is None:
            flask.abort(404, "This exchange is not kept any more, or never was.")
        return of_space, found

    def _spaces(self) -> AnyResponse | str:
        spaces = self._application.spaces.all()
        if len(spaces) == 1:
            return flask.redirect(flask.url_for("exchanges", space=spaces[0].name))
        return render_template("spaces.html", spaces=spaces)

    def _exchanges(self, space: str) -> str:
        of_space = self._space(space)
        wanted = ExchangeFilter.of(request.args)
        before = request.args.get("before", type=int)
        found = of_space.exchanges.newest_first(
            where=lambda one: (before is None or one.number < before) and wanted.fits(one)
        )
        shown = found[:_A_PAGE]
        stated = {name: value for name in FILTERS if (value := getattr(wanted, name))}
        return render_template(
            "exchanges.html",
            space=of_space,
            exchanges=shown,
            older=shown[-1].number if len(found) > len(shown) else None,
            stated=stated,
            operations=self._operations,
            code_text=_code_text,
        )

    def _exchange(self, space: str, number: int) -> str:
        of_space, exchange = self._kept(space, number)
        reading = Reading(exchange)
        verdict, answer = judge(reading), text_of(exchange.answer, exchange.answer_headers)
        return render_template(
            "exchange.html",
            space=of_space,
            exchange=exchange,
            code_text=_code_text,
            verdict=verdict,
            explanation="" if exchange.status.startswith("200") else explanation_in(answer),
            hints=list(find_hints(reading, of_space)),
            near_misses=list(islice(find_near_misses(reading, of_space), 10)),
            request_lines=list(lines_of(indented(reading.text))),
            answer_lines=list(lines_of(indented(answer))),
            snippets={name: write(reading, self._address) for name, write in SNIPPETS.items()},
            message=reading.text,
            form_token=self._form_token,
            address=self._address,
        )

    def _inbox(self, space: str) -> str:
        of_space = self._space(space)
        return render_template("inbox.html", space=of_space, emails=of_space.inbox.newest_first())

    def _resend(self, space: str, number: int) -> AnyResponse:
        if not hmac.compare_digest(request.form.get("token", "").encode(), self._form_token.encode()):
            flask.abort(403, "The form is not of this sandbox, or the sandbox was started again. Open the page again.")
        _, exchange = self._kept(space, number)
        environ = environ_of(exchange, request.form.get("message", ""), request.environ)
        self._application(environ)
        sent_to, sent_as = environ[EXCHANGE]
        return flask.redirect(flask.url_for("exchange", space=sent_to, number=sent_as), 303)

    def _all_as_har(self, space: str) -> Response:
        wanted = ExchangeFilter.of(request.args)
        found = self._space(space).exchanges.newest_first(where=wanted.fits)
        return _download(write_har(reversed(found), self._address), "application/json", f"{space}.har")

    def _as_har(self, space: str, number: int) -> Response:
        _, exchange = self._kept(space, number)
        return _download(write_har([exchange], self._address), "application/json", f"{space}-{number}.har")

    def _as_golden_case(self, space: str, number: int) -> Response:
        _, exchange = self._kept(space, number)
        return _download(write_golden_case(exchange), "application/zip", f"{space}-{number}.zip")

    def _events(self, space: str) -> Response:
        """Answer with a stream of the numbers of new exchanges."""
        exchanges, wanted = self._space(space).exchanges, ExchangeFilter.of(request.args)

        def begin(send: Callable[[bytes], None]) -> Callable[[], None]:
            def tell(exchange: Exchange) -> None:
                if wanted.fits(exchange):
                    told = json.dumps({"number": exchange.number, "operation": exchange.operation})
                    send(f"data: {told}\n\n".encode())

            return exchanges.listen(tell)

        request.environ[STREAM] = begin
        return Response(iter(()), content_type="text/event-stream")  # an empty body would have a length

    def _problem(self, error: HTTPException) -> tuple[str, int]:
        code = error.code or 500
        return render_template("problem.html", name=error.name, sentence=error.description), code


def _code_text(code: str) -> str:
    """Return what a code means, or ""."""
    try:
        return Code.of(code).text
    except ValueError:
        return ""


def _download(body: str | bytes, kind: str, name: str) -> Response:
    answer = Response(body, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
