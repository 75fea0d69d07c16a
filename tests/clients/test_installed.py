"""The wheel and the source archive have the same content.

Both run without the checkout, and with nothing but the packages that the wheel asks for.
"""

import os
from collections.abc import Callable
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path
from zipfile import ZipFile

import httpx
import pytest

from gateway import __version__, demo
from tests.builders import FINDMSG, LEARNER_SERVICE, miap
from tests.clients.environments import Environment, make_environment, run, run_python, try_to_run
from tests.clients.served import serving
from tests.shared import locked

_CHECKOUT = Path(__file__).parents[2]
_FIND = miap(
    FINDMSG, "FindLearnerByULN", {"ULN": demo.ANN_ULN, "FamilyName": "Lee", "GivenName": "Ann"}, find="FUL"
).encode()
_NEW_YEAR = "1767225600"  # of 2026, in seconds


def build(source: Path, folder: Path) -> None:
    """Build the source archive and the wheel of a folder."""
    run_python("-m", "hatchling", "build", "-d", str(folder), at=source, SOURCE_DATE_EPOCH=_NEW_YEAR)


@pytest.fixture(scope="module")
def built(shared_folder: Path) -> tuple[Path, Path]:
    """Return the source archive and the wheel of the checkout."""
    return _once(shared_folder, "built", lambda: build(_CHECKOUT, shared_folder / "built"))


@pytest.fixture(scope="module")
def rebuilt(built: tuple[Path, Path], shared_folder: Path) -> tuple[Path, Path]:
    """Return both as somebody else builds them from the archive.

    The files have another time and other rights there.
    """

    def rebuild() -> None:
        (shared_folder / "unpacked").mkdir()
        run(["tar", "-xzf", str(built[0])], at=shared_folder / "unpacked")
        [source] = (shared_folder / "unpacked").iterdir()
        for file in (one for one in source.rglob("*") if one.is_file()):
            file.chmod(0o640)
            os.utime(file, (0, 1_000_000_000))
        build(source, shared_folder / "rebuilt")

    return _once(shared_folder, "rebuilt", rebuild)


@pytest.fixture(scope="module")
def installed(rebuilt: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """Return an environment with the wheel, and nothing more."""
    return make_environment(tmp_path_factory.mktemp("environment"), rebuilt[1])


def _once(folder: Path, name: str, make: Callable[[], object]) -> tuple[Path, Path]:
    """Build once for all processes of the test run.

    Return the source archive and the wheel.
    """
    with locked(folder / f"{name}-lock"):
        if not (folder / f"{name}-made").exists():
            make()
            (folder / f"{name}-made").touch()
    [archive], [wheel] = (folder / name).glob("*.tar.gz"), (folder / name).glob("*.whl")
    return archive, wheel


def metadata(wheel: Path) -> Message:
    """Return what a wheel says of itself."""
    with ZipFile(wheel) as files:
        [name] = [name for name in files.namelist() if name.endswith(".dist-info/METADATA")]
        return HeaderParser().parsestr(files.read(name).decode())


def test_whoever_builds_gets_the_same_bytes(built: tuple[Path, Path], rebuilt: tuple[Path, Path]) -> None:
    assert [file.name for file in rebuilt] == [file.name for file in built]
    assert [file.read_bytes() for file in rebuilt] == [file.read_bytes() for file in built]


def test_the_time_of_the_build_is_the_one_that_is_given(built: tuple[Path, Path]) -> None:
    with ZipFile(built[1]) as files:
        assert {file.date_time for file in files.infolist()} == {(2026, 1, 1, 0, 0, 0)}


def test_the_wheel_carries_the_contract_its_types_and_its_notices(built: tuple[Path, Path]) -> None:
    with ZipFile(built[1]) as files:
        names = set(files.namelist())
    assert {"gateway/py.typed", "gateway/wsdl/LearnerService.wsdl", "gateway/xsd/LearnerService/learner.xsd"} <= names
    pages = {
        "web/assets/govuk-frontend.css",
        "web/templates/base.html",
        "sandbox/web/inspector/templates/exchange.html",
    }
    assert {f"gateway/{page}" for page in pages} <= names
    licences = {name.rpartition("/")[2] for name in names if "/licenses/" in name}
    assert licences == {"LICENSE", "NOTICE", "LICENCE-govuk-frontend.txt"}
    notice = (_CHECKOUT / "NOTICE").read_text()
    assert [name for name in names if "LICENCE" in name and name.startswith("gateway/") and name not in notice] == []
    assert {name.partition("/")[0] for name in names} == {"gateway", f"lrs_gateway-{__version__}.dist-info"}


def test_the_driver_of_postgresql_is_an_extra(built: tuple[Path, Path]) -> None:
    told = metadata(built[1])
    assert {"postgresql", "testing", "linkage"} <= set(told.get_all("Provides-Extra", []))
    of_psycopg = [text for text in told.get_all("Requires-Dist", []) if text.startswith("psycopg")]
    assert "psycopg[binary]>=3.2.3; extra == 'postgresql'" in of_psycopg
    assert all("extra == " in text for text in of_psycopg)


def test_the_gateway_serves_elsewhere_with_what_the_wheel_asks_for(installed: Environment, tmp_path: Path) -> None:
    found = run([str(installed.python), "-c", "import gateway; print(gateway.__file__)"], at=tmp_path)
    assert Path(found.strip()).is_relative_to(installed.folder), "the test would see the checkout"
    url = f"sqlite:///{tmp_path}/gateway.db"
    for step in ("migrate", "demo"):
        run([str(installed.command), step], at=tmp_path, GATEWAY_DATABASE_URL=url)

    with serving(tmp_path, url, command=installed.command) as served:
        answer = httpx.post(served.url + LEARNER_SERVICE, content=_FIND, headers={"Content-Type": "text/xml"})
        wsdl = httpx.get(f"{served.url}/MIAPWebService/services/LearnerService?wsdl")

    assert b"<ResponseCode>WSRC0004</ResponseCode>" in answer.content
    assert wsdl.status_code == httpx.codes.OK


@pytest.mark.parametrize("command", ["migrate", "serve"])
def test_a_database_of_postgresql_without_its_driver_is_refused_in_one_sentence(
    command: str, installed: Environment, tmp_path: Path
) -> None:
    url = "postgresql://gateway@db.internal/register"
    refused = try_to_run([str(installed.command), command], at=tmp_path, GATEWAY_DATABASE_URL=url)
    assert refused.returncode == 1
    [sentence] = refused.stderr.splitlines()
    assert "PostgreSQL needs a driver" in sentence
    assert "pip install 'lrs-gateway[postgresql]'" in sentence
    assert refused.stdout == ""
