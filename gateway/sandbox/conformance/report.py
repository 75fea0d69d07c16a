"""The conformance report as JSON, HTML and a badge."""

from html import escape
from typing import Final

from gateway.sandbox.conformance.run import GROUPS, ConformanceRun
from gateway.sandbox.conformance.situation import State, Verdict

_WORDS: Final = {State.PASSED: "Passed", State.FAILED: "Failed", State.OPEN: "Not seen yet"}
_COLOURS: Final = {True: "#942514", False: "#005a30"}
_LETTER, _MARGIN = 7, 10


def as_json(run: ConformanceRun) -> dict[str, object]:
    """Return the report as a JSON object."""
    verdicts = run.verdicts()
    return {
        "client": run.client,
        "began": run.began.isoformat(timespec="seconds"),
        "summary": run.summary(),
        "situations": [
            {
                "group": group,
                "name": situation.name,
                "title": situation.title,
                "do": situation.do,
                "state": verdicts[situation].state.value,
                "reason": verdicts[situation].reason,
                "exchange": verdicts[situation].exchange or None,
            }
            for group, situations in GROUPS
            for situation in situations
        ],
    }


def as_html(run: ConformanceRun) -> str:
    """Return the report as a page that needs nothing else."""
    verdicts, summary = run.verdicts(), run.summary()
    sections = []
    for group, situations in GROUPS:
        rows = "".join(
            f"<tr><th scope='row'>{escape(one.title)}</th><td>{_WORDS[verdicts[one].state]}</td>"
            f"<td>{escape(verdicts[one].reason or one.do)}{_exchange(verdicts[one])}</td></tr>\n"
            for one in situations
        )
        sections.append(
            f"<h2>{escape(group)}</h2>\n<table>\n<caption>Situations: {escape(group.lower())}</caption>\n<thead><tr>"
            f"<th scope='col'>Situation</th><th scope='col'>State</th>"
            "<th scope='col'>Why, or what to do</th></tr></thead>\n"
            f"<tbody>\n{rows}</tbody>\n</table>\n"
        )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>Conformance of {escape(run.client)}</title>\n</head>\n<body>\n<main>\n"
        f"<h1>Conformance of {escape(run.client)}</h1>\n"
        f"<p>{_sentence(summary)}</p>\n{''.join(sections)}</main>\n</body>\n</html>\n"
    )


def as_badge(run: ConformanceRun) -> str:
    """Return a badge as SVG, without script or style."""
    summary = run.summary()
    has_failed = summary[State.FAILED.value] > 0
    left, right = "LRS conformance", _short(summary)
    first, second = _width(left), _width(right)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{first + second}" height="20" role="img">'
        f"<title>{left}: {right}</title>"
        f'<rect width="{first}" height="20" fill="#383f43"/>'
        f'<rect x="{first}" width="{second}" height="20" fill="{_COLOURS[has_failed]}"/>'
        f'<g fill="#ffffff" font-family="sans-serif" font-size="11">'
        f'<text x="{_MARGIN}" y="14">{left}</text><text x="{first + _MARGIN}" y="14">{right}</text></g></svg>\n'
    )


def _exchange(verdict: Verdict) -> str:
    return f" (exchange {verdict.exchange})" if verdict.exchange else ""


def _width(text: str) -> int:
    return len(text) * _LETTER + 2 * _MARGIN


def _short(summary: dict[str, int]) -> str:
    if summary[State.FAILED.value]:
        return f"{summary[State.FAILED.value]} failed"
    return f"{summary[State.PASSED.value]} of {sum(summary.values())} passed"


def _sentence(summary: dict[str, int]) -> str:
    return (
        f"{summary[State.PASSED.value]} situations passed, {summary[State.FAILED.value]} failed, "
        f"{summary[State.OPEN.value]} not seen yet."
    )
