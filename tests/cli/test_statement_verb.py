"""The verb for the statement that a partner fills in."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from tests.builders import PROJECT_NUMBER, UID
from tests.cli.conftest import Run
from tests.cli.test_cashback_verb import data, order


def test_a_statement_is_exported_and_imported(run: Run, tmp_path: Path) -> None:
    """An administrator may run it; the output is as the help describes it."""
    source = tmp_path / "all.json"
    records = data() | {
        "orders": [order(1, project=PROJECT_NUMBER, associated_at="2026-09-06T00:00:00Z")],
        "cashback": [],
    }
    source.write_text(json.dumps(records), "utf-8")
    assert run("import", str(source)).status == 0
    out = tmp_path / "statement.csv"
    made = run("statement", "--out", str(out), "--json")
    assert json.loads(made.out) == {"file": str(out), "partner": "伙伴", "orders": 1}
    rows = [*csv.reader(io.StringIO(out.read_text("utf-8-sig"), newline=""))]
    rows[1][9:11] = ["disputed", "4.00"]
    back = tmp_path / "back.csv"
    with back.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    tried = json.loads(run("statement", "--take", str(back), "--dry-run", "--json").out)
    assert (tried["new"], tried["blank"], tried["problems"]) == (1, 0, [])
    waiting = json.loads(run("statement", "--json").out)
    assert (waiting["answer"], waiting["claimed"]) == (None, "5.00")
    assert json.loads(run("cashback", "--json").out)["claimed"] == "5.00"
    assert run("statement", "--take", str(back)).status == 0
    kept = json.loads(run("statement", "--json").out)
    assert (kept["account"], kept["answer"], kept["amount"]) == (UID, "disputed", "4.00")
    nobody = run("statement", "--out", str(out), "--partner", "Nobody")
    assert nobody.status == 1
    assert "nothing to state" in nobody.err
