"""The quality gate: floors hold or not, rise and never fall, and belong to their data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import gate
import pytest
from figures import Figure
from gate import Floor
from hypothesis import given
from hypothesis import strategies as st
from made_truth import write_truth

HIGH = {"recall": Floor(0.9, "higher", 0.01)}
LOW = {"false": Floor(0.1, "lower", 0.01)}


def _figures(**values: float | None) -> dict[str, Figure]:
    better = {"recall": "higher", "false": "lower"}
    return {
        name: Figure(v, 100, better.get(name, ""), 0.01, "")  # type: ignore[arg-type]
        for name, v in values.items()
    }


def test_a_floor_holds_within_its_step() -> None:
    assert gate.broken(_figures(recall=0.89), HIGH) == []
    assert gate.broken(_figures(recall=0.8898), HIGH) == ["recall"]
    assert gate.broken(_figures(false=0.11), LOW) == []
    assert gate.broken(_figures(false=0.1102), LOW) == ["false"]


def test_one_case_holds_however_it_is_rounded() -> None:
    step = gate.Floor(0.3082, "lower", 0.0385)  # 8 of 25,953 and one more, per 1,000
    assert not step.broken_by(round(1000 * 9 / 25_953, 4))
    assert step.broken_by(round(1000 * 10 / 25_953, 4))


def test_a_figure_that_is_gone_breaks_its_floor() -> None:
    assert gate.broken({}, HIGH) == ["recall"]
    assert gate.broken(_figures(recall=None), HIGH) == ["recall"]


def test_figures_that_only_inform_get_no_floor() -> None:
    assert set(gate.gated(_figures(recall=0.9, told=0.5))) == {"recall"}


@given(st.floats(0, 1), st.floats(0, 1))
def test_lifting_never_lowers(recall: float, false: float) -> None:
    floors = {**HIGH, **LOW}
    new = gate.lifted(_figures(recall=recall, false=false), floors)
    assert new["recall"].bound == max(0.9, round(recall, 4))
    assert new["false"].bound == min(0.1, round(false, 4))
    assert gate.lifted(_figures(), floors) == floors


@pytest.fixture
def measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[list[str], Path]:
    """A truth folder whose floors were just set: the arguments of the gate, and the floors file."""
    floors = tmp_path / "floors.json"
    arguments = [str(write_truth(tmp_path / "truth")), "--floors", str(floors)]
    assert gate.main(arguments) == 2
    assert "set them with --raise" in capsys.readouterr().err
    assert gate.main([*arguments, "--raise"]) == 0
    assert "set rewrites.faithful: 1.0" in capsys.readouterr().out
    return arguments, floors


def _change(path: Path, name: str, bound: float) -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(path.read_text())
    raw["floors"][name]["bound"] = bound
    path.write_text(json.dumps(raw))
    return raw


def test_the_gate_from_end_to_end(
    measured: tuple[list[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    arguments, path = measured
    before = path.read_bytes()
    assert gate.main(arguments) == 0
    assert gate.main([*arguments, "--raise"]) == 0
    assert path.read_bytes() == before
    # basil.called_copies is a ceiling: 0.5 was reached. A floor that was lower rises.
    _change(path, "basil.called_copies", 0.0)
    raw = _change(path, "siblings.found", 0.2)
    raw["floors"]["basil.called_copies"]["step"] = 0.01
    path.write_text(json.dumps(raw))
    assert gate.main(arguments) == 1
    assert "1 of" in capsys.readouterr().out
    assert gate.main([*arguments, "--raise"]) == 1
    told = capsys.readouterr().out
    assert "refused to lower basil.called_copies: 0.0 stays" in told
    assert "raised siblings.found: 0.2 to 1.0" in told
    floors = json.loads(path.read_text())["floors"]
    assert (floors["basil.called_copies"]["bound"], floors["siblings.found"]["bound"]) == (0, 1)


def test_other_data_are_named(
    measured: tuple[list[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    arguments, path = measured
    before = path.read_bytes()
    folder = Path(arguments[0])
    (folder / "siblings.tsv").unlink()
    with (folder / "links.tsv").open("a") as file:
        file.write("sheepdog/2\tsheepdog/1\tsheepdog:neutral\n")
    for extra in ([], ["--raise"]):
        assert gate.main([*arguments, *extra]) == 2
        told = capsys.readouterr().out
        assert "siblings.tsv: missing here" in told
        assert "links.tsv: SHA-256" in told
        assert "neardup.tsv" not in told
    assert path.read_bytes() == before


def test_a_damaged_floors_file_is_told(
    measured: tuple[list[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    arguments, path = measured
    path.write_text("{}")
    assert gate.main(arguments) == 2
    assert "not a floors file" in capsys.readouterr().err


def test_the_floors_of_the_project_are_readable() -> None:
    floors = gate.read_floors(gate.FLOORS)
    assert floors is not None and "haystack.jsonl" in floors.data
    assert all(floor.better in ("higher", "lower") for floor in floors.floors.values())
