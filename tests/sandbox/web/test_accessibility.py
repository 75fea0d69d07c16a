"""axe finds nothing on the pages.

This needs Chromium, and `npm install --prefix .bench/axe axe-core playwright-core`.
"""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.documents import ROOT
from tests.sandbox.calling import find, register, running, send

_FOLDER = ROOT / ".bench" / "axe"
_SCRIPT = Path(__file__).with_name("axe.mjs")
_NODE, _CHROMIUM = shutil.which("node"), shutil.which("chromium")
_PAGES = (
    "/inspector",
    "/inspector/default",
    "/inspector/default/1",
    "/inspector/default/2",
    "/inspector/default/inbox",
    "/inspector/none",
)


@pytest.mark.skipif(
    not (_NODE and _CHROMIUM and (_FOLDER / "node_modules" / "axe-core").is_dir()),
    reason="axe and Chromium are not there",
)
def test_axe_finds_nothing(tmp_path: Path) -> None:
    assert _NODE and _CHROMIUM
    with running(tmp_path) as sandbox:
        sandbox.spaces.new("other")
        send(sandbox, register())
        send(sandbox, find().replace("<ULN>", "<ULN>x"))
        command = [_NODE, str(_SCRIPT), str(_FOLDER), _CHROMIUM, sandbox.address, *_PAGES]
        found = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert json.loads(found.stdout) == []
