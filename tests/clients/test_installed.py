"""The wheel and the source archive have the same content.

Both run without the checkout.
"""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import httpx
import pytest

from gateway import demo
from tests.builders import FINDMSG, LEARNER_SERVICE, miap
from tests.clients.served import serving

_CHECKOUT = Path(__file__).parents[2]
_FIND = miap(
    FINDMSG, "FindLearnerByULN", {"ULN": demo.ANN_ULN, "FamilyName": "Lee", "GivenName": "Ann"}, find="FUL"
).encode()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return wheels from the checkout and from the source archive."""
    folder = tmp_path_factory.mktemp("built")
    _python("-m", "hatchling", "build", "-t", "sdist", "-d", str(folder), at=_CHECKOUT)
    (archive,) = folder.glob("*.tar.gz")
    wheels = {}
    for name, source in (("wheel", _CHECKOUT), ("sdist", archive)):
        _python("-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-w", str(folder / name), str(source))
        (wheels[name],) = (folder / name).glob("*.whl")
    return wheels


def contents(wheel: Path) -> dict[str, int]:
    """Return the checksums of a wheel's files, by name."""
    with ZipFile(wheel) as files:
        return {file.filename: file.CRC for file in files.infolist()}


def test_what_is_made_of_the_checkout_or_of_its_archive_is_the_same_and_serves_elsewhere(
    built: dict[str, Path], tmp_path: Path
) -> None:
    assert contents(built["sdist"]) == contents(built["wheel"])
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=False)
    python = environment / "bin" / "python"
    _python("-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", str(built["sdist"]))
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(environment)}))
    # The gateway's dependencies come from the environment of the tests. A .pth file there, such as that of the
    # editable install of the checkout, is not read.
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    command = environment / "bin" / "lrs-gateway"
    home = tmp_path / "home"
    home.mkdir()
    found = _run([str(python), "-c", "import gateway; print(gateway.__file__)"], at=home)
    assert Path(found.strip()).is_relative_to(environment), "the test would see the checkout"
    url = f"sqlite:///{home}/gateway.db"
    for step in ("migrate", "demo"):
        _run([str(command), step], at=home, GATEWAY_DATABASE_URL=url)

    with serving(home, url, command=command) as served:
        answer = httpx.post(served.url + LEARNER_SERVICE, content=_FIND, headers={"Content-Type": "text/xml"})
        wsdl = httpx.get(f"{served.url}/MIAPWebService/services/LearnerService?wsdl")

    assert b"<ResponseCode>WSRC0004</ResponseCode>" in answer.content
    assert wsdl.status_code == httpx.codes.OK


def _python(*arguments: str, at: Path | None = None) -> str:
    return _run([sys.executable, *arguments], at=at)


def _run(command: list[str], *, at: Path | None = None, **settings: str) -> str:
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | settings
    done = subprocess.run(command, cwd=at, env=variables, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
