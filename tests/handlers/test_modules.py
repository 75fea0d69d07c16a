"""A module of an operation is called like its function."""

import ast
from pathlib import Path

from tests.documents import ROOT

_HANDLERS = ROOT / "gateway" / "handlers"
_SHARED_ROOMS = ("execution", "identification")
"""What operations pass, and what they share."""

_EXCEPTIONS = {
    "event_loads/chunks.py": "checking and loading share it",
    "learners/require_search_first.py": "replaces two operations, which are of no use alone",
    "matching/decide_duplicate.py": "confirms or rejects one pair",
    "sharing/state_opt_out.py": "opts out, or lifts the opt-out",
}
"""Modules without a function of their name, and why."""


def without_their_function(handlers: Path) -> set[str]:
    """Return the modules without the function of their name."""
    return {
        module.relative_to(handlers).as_posix()
        for module in handlers.rglob("*.py")
        if module.name != "__init__.py"
        and module.relative_to(handlers).parts[0] not in _SHARED_ROOMS
        and module.stem not in functions(module)
    }


def functions(module: Path) -> set[str]:
    """Return the names of the functions."""
    parsed = ast.parse(module.read_text(encoding="utf-8"))
    return {node.name for node in parsed.body if isinstance(node, ast.FunctionDef)}


def test_a_module_of_an_operation_has_the_function_of_its_name() -> None:
    assert without_their_function(_HANDLERS) == _EXCEPTIONS.keys()


def test_a_module_without_its_function_would_be_noticed(tmp_path: Path) -> None:
    for name, function in (("learners/find.py", "find"), ("learners/seek.py", "find"), ("execution/run.py", "go")):
        module = tmp_path / name
        module.parent.mkdir(exist_ok=True)
        module.write_text(f"def {function}() -> None:\n    pass\n")
    assert without_their_function(tmp_path) == {"learners/seek.py"}
