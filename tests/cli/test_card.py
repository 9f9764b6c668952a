"""The verb `card`: showing a partner's card, and recording it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run

CARD = {
    "format": "linkdue-partner-card",
    "version": 1,
    "name": "示例伙伴",
    "rates": [{"rate": "0.05", "from": "2026-10-01"}],
}


def test_a_card_is_shown_and_recorded_only_where_asked_for(run: Run, tmp_path: Path) -> None:
    """A script that shows a card must not change the records."""
    file = tmp_path / "a.linkduecard"
    file.write_text(json.dumps(CARD), encoding="utf-8")
    assert run("card", file, "--take", "--json").data[0]["taken"] is True
    [shown_card] = run("card", file, "--json").data
    assert shown_card == {
        "name": "示例伙伴",
        "contact": "",
        "wants": "",
        "rates": [{"product": None, "rate": "0.05", "from": "2026-10-01"}],
        "excluded_products": [],
        "known": True,
        "changes": [],
        "taken": False,
    }
    file.write_text(json.dumps(CARD | {"contact": "new"}), encoding="utf-8")
    shown = run("card", file)
    assert "Nothing was recorded. Add --take to record it." in shown.out
    assert run("card", file, "--json").data[0]["changes"] == ["contact"]


def test_a_card_that_is_not_right_is_refused_with_one_line(run: Run, tmp_path: Path) -> None:
    """Also by the verb for orders, which names the right verb."""
    file = tmp_path / "a.json"
    file.write_text(json.dumps(CARD | {"version": "1"}), encoding="utf-8")
    refused = run("card", file)
    assert (refused.status, refused.err.count("\n")) == (1, 1)
    assert "version" in refused.err
    assert "This is a partner's card" in run("import", file).err
