"""The generated reference has everything that the code has."""

from dataclasses import fields

import click
import pytest
from lxml import etree

from gateway import metrics, prometheus
from gateway.cli import main
from gateway.domain.codes import Code
from gateway.domain.matching import PRIOR
from gateway.domain.matching.levels import BornLevel, Field
from gateway.sandbox.scenarios.catalogue import SCENARIOS
from gateway.sandbox.scenarios.numbers import scenario_uln
from gateway.settings import Settings, name_of
from gateway.store.tables.metadata import metadata
from gateway.wire.contract.compiled import load_contract
from gateway.wire.contract.shape import Shape
from gateway.wire.services import SERVICES, ServiceRow
from tests.docs.generated import generate_pages
from tests.docs.reference.tables import column_texts
from tests.documents import GENERATED


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """Return the generated pages."""
    return generate_pages()


def members(shape: Shape) -> list[str]:
    """Return the names of a message's members, in order."""
    return [name for one in shape.members for name in (one.name, *(members(one.shape) if one.shape else ()))]


def test_the_pages_that_others_may_link_to_are_generated(pages: dict[str, str]) -> None:
    assert [name for name in GENERATED if name not in pages] == []


def test_a_plot_shows_the_evidence_of_the_model_that_ships(pages: dict[str, str]) -> None:
    plot = etree.fromstring(pages["explanation/evidence-born.svg"])
    texts = [one.text for one in plot.iter("{*}text")]
    at = texts.index("equal")
    place = [*Field].index(Field.BORN)
    against = PRIOR.stranger_bits[place][BornLevel.EXACT], PRIOR.relative_bits[place][BornLevel.EXACT]
    assert texts[at + 1 : at + 3] == [f"{bits:+.1f}" for bits in against]


def test_no_bar_of_a_plot_is_cut_off(pages: dict[str, str]) -> None:
    plots = {name: etree.fromstring(text) for name, text in pages.items() if name.endswith(".svg")}
    assert len(plots) == 6
    for plot in plots.values():
        width, height = (float(number) for number in plot.get("viewBox", "").split()[2:])
        for bar in plot.iter("{*}rect"):
            x, y, wide, tall = (float(bar.get(name) or 0) for name in ("x", "y", "width", "height"))
            assert 0 <= x <= x + wide <= width
            assert 0 <= y <= y + tall <= height


@pytest.mark.parametrize("row", SERVICES, ids=[row.wsdl for row in SERVICES])
def test_every_operation_has_a_page_with_all_its_elements(row: ServiceRow, pages: dict[str, str]) -> None:
    folder = f"reference/operations/{row.wsdl.replace('_', '-').lower()}"
    served = {one.name for one in row.family.operations}
    for route in load_contract(row.wsdl, row.schema).routes.values():
        page = pages[f"{folder}/{route.operation.name}.md"]
        assert f"[{route.operation.name}]" in pages[f"{folder}/index.md"]
        if route.operation.name not in served:
            assert "does not support" in page
            continue
        _, request, answer = page.split("\n## ")[:3]
        for part, shape in ((request, route.request), (answer, route.response)):
            named = [line.split("|")[1].replace("&emsp;", "").strip(" `") for line in part.splitlines() if "|" in line]
            assert named[2:] == members(shape)


def test_every_code_of_the_contract_is_there(pages: dict[str, str]) -> None:
    assert [code for code in Code if f"| `{code.value}` | {code.text} |" not in pages["reference/codes.md"]] == []


def test_every_scenario_is_there_by_code_and_by_operation(pages: dict[str, str]) -> None:
    by_code, by_operation = pages["reference/scenarios.md"].split("## By operation")
    assert [name for name in SCENARIOS if f"| `{name}` |" not in by_code] == []
    assert [scenario_uln(name) for name in SCENARIOS if f"| {scenario_uln(name)} |" not in by_code] == []
    assert "3901001300 | `updateSingleLearner`" in by_code
    of_finding = next(line for line in by_operation.splitlines() if line.startswith("| `learnerByDemographics` |"))
    assert [
        name for name in ("WSRC0001", "WSRC0002", "WSRC0003", "WSRC0004", "WSRC0022") if name not in of_finding
    ] == []


def test_every_setting_is_there(pages: dict[str, str]) -> None:
    names = [name_of(one.name) for one in fields(Settings)]
    assert [name for name in names if f"| `{name}` |" not in pages["reference/settings.md"]] == []


def commands(group: click.Group, words: tuple[str, ...]) -> list[str]:
    """Return the commands of a group and its groups."""
    found = []
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        if isinstance(command, click.Group):
            found += commands(command, (*words, name))
        else:
            found.append(" ".join((*words, name)))
    return found


def test_every_command_is_there(pages: dict[str, str]) -> None:
    names = commands(main, ())
    assert len(names) > 40
    lines = pages["reference/commands.md"].splitlines()
    assert [name for name in names if not {f"## {name}", f"### {name}"} & set(lines)] == []


def test_every_metric_is_there(pages: dict[str, str]) -> None:
    names = {*prometheus.GAUGES, metrics.SECONDS.name, *(one.name for one in metrics.COUNTERS)}
    assert [name for name in names if f"| `{name}` |" not in pages["reference/metrics.md"]] == []


def test_every_table_is_there_with_its_columns(pages: dict[str, str]) -> None:
    parts = dict(part.split("\n", 1) for part in pages["reference/tables.md"].split("\n## ")[1:])
    assert set(parts) == set(metadata.tables)
    for name, table in metadata.tables.items():
        assert [column.name for column in table.columns if f"| `{column.name}` |" not in parts[name]] == []


def test_the_comment_above_a_column_says_what_it_holds() -> None:
    body = '    Column("a", Integer),\n    # What b\n    # holds.\n    Column("b", Integer),\n'
    assert column_texts(body) == {"b": "What b holds."}
