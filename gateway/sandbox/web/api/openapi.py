"""The OpenAPI document, made from the table of routes."""

from typing import Any

from gateway import __version__
from gateway.sandbox.web.api.routes import BASE, ROUTES, Route
from gateway.sandbox.web.api.schemas import SCHEMAS, Schema, refer

_PROBLEM = {
    "description": "The call failed. The detail says why.",
    "content": {"application/problem+json": {"schema": refer("Problem")}},
}
_NUMBERS = ("after", "limit", "exchange", "plan", "job")


def write_document(address: str) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of a sandbox."""
    paths: dict[str, dict[str, Any]] = {}
    for route in ROUTES:
        paths.setdefault(f"{BASE}{route.path}", {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "LRS gateway: sandbox",
            "version": __version__,
            "description": "Steers a sandbox: spaces, checkpoints, clock, scenarios, exchanges, jobs and e-mails.",
        },
        "servers": [{"url": address}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The token that the sandbox prints when it starts.",
                }
            },
        },
    }


def _operation(route: Route) -> dict[str, Any]:
    answers: dict[str, Any] = {route.status[:3]: _answer(route.answer)}
    if route.may_be_late:
        answers["204"] = {"description": "Nothing came in time."}
    operation: dict[str, Any] = {
        "operationId": route.name,
        "summary": route.text,
        "parameters": [
            *(_parameter(name, "path", "", required=True) for name in route.places),
            *(_parameter(name, "query", text, required=False) for name, text in route.query.items()),
        ],
        "responses": {**answers, "default": _PROBLEM},
    }
    if route.body:
        operation["requestBody"] = {"content": {"application/json": {"schema": refer(route.body)}}}
    return operation


def _answer(schema: Schema | None) -> dict[str, Any]:
    if schema is None:
        return {"description": "Done."}
    return {"description": "Done.", "content": {"application/json": {"schema": schema}}}


def _parameter(name: str, place: str, text: str, *, required: bool) -> dict[str, Any]:
    kind = "integer" if name in _NUMBERS else "number" if name == "seconds" else "string"
    described = {"description": text} if text else {}
    return {"name": name, "in": place, "required": required, "schema": {"type": kind}, **described}
