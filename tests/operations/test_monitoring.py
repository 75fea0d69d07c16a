"""Alerts and dashboard name measures and codes that exist."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from gateway import metrics, prometheus
from gateway.domain.codes import Code
from tests.operations.tools import OPERATIONS, judged, tool

ALERTS, DASHBOARD = (OPERATIONS / "monitoring" / name for name in ("alerts.yml", "dashboard.json"))
MEASURES = {
    *prometheus.GAUGES,
    *(counter.name for counter in metrics.COUNTERS),
    *(f"{metrics.SECONDS.name}_{part}" for part in ("bucket", "sum", "count")),
}
LABELS = {"job", "instance", "le", *(label for one in (*metrics.COUNTERS, metrics.SECONDS) for label in one.labels)}


def unknown_measures(text: str) -> set[str]:
    """Return the names of measures that are none."""
    return set(re.findall(r"\bgateway_\w+", text)) - MEASURES


@pytest.mark.parametrize("path", [ALERTS, DASHBOARD], ids=lambda path: path.name)
def test_every_measure_that_is_named_exists(path: Path) -> None:
    text = path.read_text()
    assert unknown_measures(text) == set()
    assert len(set(re.findall(r"\bgateway_\w+", text))) > 8
    named = {label for labels in re.findall(r"by \(([^)]*)\)", text) for label in labels.replace(" ", "").split(",")}
    assert named <= LABELS
    assert set(re.findall(r"WS\w+?\d+", text)) <= {code.value for code in Code}


def test_a_measure_that_does_not_exist_would_be_noticed() -> None:
    assert unknown_measures("rate(gateway_call_total[5m]) + gateway_workers") == {"gateway_call_total"}


def test_every_measure_is_on_the_dashboard() -> None:
    shown = set(re.findall(r"\bgateway_\w+", DASHBOARD.read_text()))
    assert {one for one in MEASURES if one not in shown} == set()


def test_every_panel_asks_for_something_of_the_chosen_servers() -> None:
    dashboard: dict[str, Any] = json.loads(DASHBOARD.read_text())
    panels = dashboard["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    for panel in panels:
        for target in panel["targets"]:
            assert target["expr"].count("gateway_") == target["expr"].count('job="$job",instance=~"$instance"')


def test_promtool_takes_the_alerts_and_they_say_what_they_should(tmp_path: Path) -> None:
    program = tool("promtool")
    for path in (ALERTS, Path(__file__).with_name("alerts.test.yml")):
        shutil.copy(path, tmp_path)
    judged([program, "check", "rules", "alerts.yml"], tmp_path)
    judged([program, "test", "rules", "alerts.test.yml"], tmp_path)
