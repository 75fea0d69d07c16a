"""Docstrings begin with one short line."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.documents import ROOT

_MOST_WORDS = 10
_PARTS = ("gateway", "tests")


def docstrings(module: Path) -> Iterator[tuple[int, str]]:
    """Return the line and the text of every docstring.

    They include those below attributes and constants.
    """
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        body = getattr(node, "body", None)
        for statement in body if isinstance(body, list) else []:
            match statement:
                case ast.Expr(value=ast.Constant(value=str(text))):
                    yield statement.lineno, text


def long_first_lines(folder: Path) -> list[str]:
    """Return the first lines with more than ten words."""
    return [
        f"{module.relative_to(folder)}:{number}: {first}"
        for module in sorted(folder.rglob("*.py"))
        for number, text in docstrings(module)
        if len((first := text.strip().partition("\n")[0]).split()) > _MOST_WORDS
    ]


@pytest.mark.parametrize("part", _PARTS)
def test_the_first_line_of_a_docstring_has_ten_words_at_most(part: str) -> None:
    assert long_first_lines(ROOT / part) == []


def test_a_first_line_of_eleven_words_would_be_noticed(tmp_path: Path) -> None:
    ten, eleven = " ".join("abcdefghij"), " ".join("abcdefghijk")
    module = tmp_path / "module.py"
    module.write_text(
        f'"""{ten}\n\n{eleven}\n"""\n\nSIZE = 1\n"""{eleven}"""\n\n\n'
        f'class One:\n    """{ten}"""\n\n    size: int\n    """{eleven}"""\n\n'
        f'    def work(self) -> str:\n        """{eleven}"""\n        return "{eleven}"\n'
    )
    assert long_first_lines(tmp_path) == [f"module.py:{number}: {eleven}" for number in (7, 14, 17)]
