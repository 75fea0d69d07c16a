"""Make a Flask application for pages in our kit.

Only what serves pages imports this: Flask is not needed elsewhere. The macros are those of govuk-frontend-jinja. The
base page is ours, because theirs has the logo of GOV.UK and an inline script.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import flask
from flask import Flask, Response
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader

from gateway import __version__

_HERE = Path(__file__).parent
_ASSETS: Final[Mapping[str, str]] = {"govuk-frontend.css": "text/css", "site.css": "text/css"}
_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS: Final = (
    (
        "Content-Security-Policy",
        _POLICY,
    ),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
)


def make_pages(
    name: str, templates: Path, *, assets: str, further_assets: Mapping[Path, str] | None = None, policy: str = ""
) -> Flask:
    """Return an application whose pages have our kit.

    `assets` is the path under which the style sheets are. `further_assets` are files with their types. `policy` is
    added to the content security policy.
    """
    pages = Flask(name, static_folder=None, template_folder=None)
    macros = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    pages.jinja_options = {
        "loader": ChoiceLoader([FileSystemLoader([templates, _HERE / "templates"]), macros]),
        "trim_blocks": True,
        "lstrip_blocks": True,
    }
    served = {**{_HERE / "assets" / file: kind for file, kind in _ASSETS.items()}, **(further_assets or {})}
    contents = {path.name: (path.read_bytes(), kind) for path, kind in served.items()}

    def asset(file: str) -> Response:
        if file not in contents:
            flask.abort(404)
        body, kind = contents[file]
        answer = Response(body, content_type=f"{kind}; charset=utf-8")
        answer.headers["Cache-Control"] = "max-age=86400"
        return answer

    pages.add_url_rule(f"{assets}/<file>", "asset", asset)
    pages.after_request(lambda answer: _with_headers(answer, policy))
    pages.context_processor(lambda: {"product_version": __version__})
    return pages


def _with_headers(answer: Response, policy: str) -> Response:
    for name, value in _HEADERS:
        answer.headers[name] = f"{value}; {policy}" if policy and name == "Content-Security-Policy" else value
    answer.headers.setdefault("Cache-Control", "no-store")
    return answer
