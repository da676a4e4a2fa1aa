"""``--strictness`` and ``--false-links``: what they set, and what they do not go with."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from _dedupe import dedupe, refused

from provenance.frontier import frontier
from provenance.recipe import Recipe


def copy_of(toml: str) -> float:
    threshold: float = tomllib.loads(toml)["thresholds"]["copy"]
    return threshold


def test_recipes_of_levels_and_shares() -> None:
    strict, loosest = frontier().points[0], frontier().points[-1]
    shown = dedupe("recipe", "show", "--strictness", "strict")
    assert (shown.code, shown.err) == (0, "")
    assert copy_of(shown.out) == strict.threshold
    assert Recipe.from_dict(tomllib.loads(shown.out)) == Recipe().with_strictness("strict")
    shared = dedupe("recipe", "show", "--false-links", "1")
    assert copy_of(shared.out) == loosest.threshold


def test_a_run_keeps_what_it_was_given(dump: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text("[thresholds]\nexcerpt = 0.9\n")
    out = tmp_path / "out"
    done = dedupe("run", dump, "-q", "-o", out, "--recipe", mine, "--strictness", "loose")
    assert done.code == 0, done.err
    thresholds = json.loads((out / "manifest.json").read_text())["recipe"]["thresholds"]
    assert thresholds["copy"] == frontier().at("loose").threshold
    assert thresholds["excerpt"] == 0.9


def test_the_frontier_as_a_table() -> None:
    done = dedupe("recipe", "frontier")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert max(map(len, lines)) <= 80
    for point in frontier().points:
        (line,) = (one for one in lines if one.startswith(f"{point.level} "))
        assert f"{point.threshold:.3f}" in line
        assert f"{point.recall_faithful:.1%}" in line
    assert f"The default is {Recipe().thresholds.copy:g}." in done.out
    assert frontier().note.split()[-1] in done.out


@pytest.mark.parametrize("verb", [["run"], ["recipe", "show"]])
def test_help_tells_the_levels(verb: list[str]) -> None:
    out = dedupe(*verb, "--help", env={"COLUMNS": "100"}).out
    for point in frontier().points:
        assert f"\n    {point.level:10s} {point.threshold:.3f}  finds " in out


def test_what_does_not_go_together(dump: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text("[thresholds]\ncopy = 0.6\n")
    level, share = ["--strictness", "loose"], ["--false-links", "0.1"]
    refused(dedupe("run", dump, *level, *share), 2, "both set thresholds.copy")
    for option in (level, share):
        done = dedupe("run", dump, "--recipe", mine, *option)
        refused(done, 2, str(mine), option[0], "both set thresholds.copy", "take copy out")
        refused(dedupe("run", dump, "--only", "copies", *option), 2, option[0], "--only copies")
    refused(dedupe("recipe", "show", mine, *level), 2, "both set thresholds.copy")
    for wrong in ("-0.1", "2", "nan"):
        refused(dedupe("run", dump, "--false-links", wrong), 2, "not a share")
    typed = dedupe("run", dump, "--strictness", "stern")
    assert typed.code == 2 and "'strict'" in typed.err
    assert dedupe("run", dump, "--false-links", "few").code == 2
