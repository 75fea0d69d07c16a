"""Calls of a sandbox's API, and of its pages."""

import json
import re
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from gateway.sandbox.sandbox import Sandbox
from gateway.sandbox.web.api.openapi import write_document
from gateway.sandbox.web.api.routes import BASE
from tests.sandbox.calling import Answered, ask


def call(sandbox: Sandbox, method: str, path: str, body: Any = None, **headers: str | None) -> Answered:
    """Call the API with its token.

    What it answers must be what the document says.
    """
    stated = {
        "Authorization": f"Bearer {sandbox.token}",
        **{name.replace("_", "-"): one for name, one in headers.items()},
    }
    sent = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
    answer = ask(sandbox, method, BASE + path, sent, stated)
    require_documented(method, path, answer)
    return answer


@cache
def document() -> dict[str, Any]:
    """Return the OpenAPI document."""
    return write_document("http://127.0.0.1:8080")


def require_documented(method: str, path: str, answer: Answered) -> None:
    """Require an answer that the document allows."""
    operation = _operation(method, path)
    if operation is None:
        assert answer.status in (404, 405), answer
        return
    documented = operation["responses"].get(str(answer.status), operation["responses"]["default"])
    content = documented.get("content")
    assert (content is None) == (not answer.body), answer
    if content is not None:
        assert list(content) == [answer.headers["Content-Type"]]
        (schema,) = (one["schema"] for one in content.values())
        Draft202012Validator({**schema, "components": document()["components"]}).validate(answer.value)


def _operation(method: str, path: str) -> Any:
    asked = BASE + path.partition("?")[0]
    for template, operations in document()["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), asked) and method.lower() in operations:
            return operations[method.lower()]
    return None
