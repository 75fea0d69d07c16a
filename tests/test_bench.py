"""The benchmark runs one tiny round; nothing is timed here."""

import json
import subprocess
import sys
from pathlib import Path


def test_a_tiny_round_measures_the_gateway_beside_stock_spyne(tmp_path: Path) -> None:
    written = tmp_path / "bench.json"
    options = "--db sqlite --learners 450 --rounds 1 --seconds 0.2 --new 8000 --connections 2"
    operations = ("learnerByULN", "registerSingleLearner", "GetLearnerLearningEvents (20")
    command = [sys.executable, "-m", "tests.bench", "--json", str(written), *options.split()]
    for operation in operations:
        command += ["--only", operation]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr
    measured = {(row["operation"], row["side"]) for row in json.loads(written.read_text())["rows"]}
    assert {
        ("learnerByULN", "gateway"),
        ("learnerByULN", "stock Spyne"),
        ("registerSingleLearner", "gateway"),
    } <= measured
