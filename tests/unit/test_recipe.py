"""Recipes: every setting round-trips, counts in the digest and refuses what cannot be."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import attrs
import pytest

from provenance.errors import RecipeError
from provenance.recipe import Candidates, Recipe, Thresholds

SETTINGS = [
    (group.name, setting.name)
    for group in attrs.fields(Recipe)
    for setting in attrs.fields(type(getattr(Recipe(), group.name)))
]


def _changed(group: str, name: str) -> Recipe:
    """The default recipe with one setting moved a little, to a value that is allowed."""
    value = getattr(getattr(Recipe(), group), name)
    for other in (value - 1, value + 1, value / 2) if isinstance(value, int) else (value / 2,):
        if isinstance(value, int) and not isinstance(other, int):
            continue
        try:
            return Recipe.from_dict({group: {name: other}})
        except RecipeError:
            continue
    raise AssertionError(f"no other value for {group}.{name}")


def test_there_are_settings() -> None:
    assert len(SETTINGS) >= 20


@pytest.mark.parametrize(("group", "name"), SETTINGS)
def test_every_setting_counts_and_round_trips(group: str, name: str, tmp_path: Path) -> None:
    recipe = _changed(group, name)
    assert recipe != Recipe()
    assert recipe.digest != Recipe().digest
    path = tmp_path / "recipe.toml"
    path.write_text(recipe.to_toml(), encoding="utf-8")
    assert Recipe.load(path) == recipe
    assert Recipe.from_dict(recipe.to_dict()) == recipe


def test_the_digest_is_the_same_in_every_process() -> None:
    code = "from provenance import Recipe; print(Recipe().digest)"
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert out.strip() == Recipe().digest
    assert len(Recipe().digest) == 64


def test_the_digest_is_of_canonical_json() -> None:
    """So that the order in which settings are declared is nothing."""
    text = json.dumps(Recipe().to_dict(), sort_keys=True, separators=(",", ":"))
    assert Recipe().digest == hashlib.sha256(text.encode()).hexdigest()


def test_toml_explains_every_setting() -> None:
    text = Recipe().to_toml()
    assert tomllib.loads(text) == Recipe().to_dict()
    for _, name in SETTINGS:
        (line,) = [one for one in text.splitlines() if one.startswith(f"{name} = ")]
        assert len(line.split("# ", 1)[1]) > 10


def test_what_is_absent_keeps_its_default() -> None:
    assert Recipe.from_dict({}) == Recipe()
    made = Recipe.from_dict({"thresholds": {"copy": 0.7}})
    assert made == Recipe(thresholds=Thresholds(copy=0.7))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"treshold": {}}, ["no group [treshold]", "'thresholds'"]),
        ({"thresholds": {"coppy": 0.5}}, ["no setting thresholds.coppy", "'copy'"]),
        ({"thresholds": {"zzz": 0.5}}, ["no setting", "there are: near_duplicate, excerpt"]),
        ({"thresholds": 3}, ["[thresholds] must be a table"]),
        ({"thresholds": {"copy": 1.5}}, ["thresholds.copy = 1.5", "number from 0.01 to 0.999"]),
        ({"thresholds": {"copy": "high"}}, ["thresholds.copy = 'high'", "must be a number"]),
        ({"thresholds": {"copy": True}}, ["thresholds.copy = True"]),
        ({"thresholds": {"copy": float("nan")}}, ["thresholds.copy = nan"]),
        ({"candidates": {"bands": 0}}, ["candidates.bands = 0", "from 1 to 512"]),
        ({"candidates": {"simhash_distance": 4}}, ["simhash_distance = 4", "from 0 to 3"]),
        ({"fingerprints": {"num_perm": 64}}, ["= 128 is more than", "num_perm = 64"]),
    ],
)
def test_what_cannot_be_is_refused(values: dict[str, Any], words: list[str]) -> None:
    with pytest.raises(RecipeError) as caught:
        Recipe.from_dict(values, where="my.toml")
    assert caught.value.message.startswith("my.toml: ")
    assert caught.value.hint
    for word in words:
        assert word in str(caught.value)


def test_a_whole_number_is_asked_for_where_one_is_needed() -> None:
    with pytest.raises(RecipeError, match="whole number"):
        Candidates(bands=2.5)  # type: ignore[arg-type]


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match=r"none\.toml: cannot be read") as caught:
        Recipe.load(tmp_path / "none.toml")
    assert caught.value.hint
    bad = tmp_path / "bad.toml"
    bad.write_text("[thresholds\n")
    with pytest.raises(RecipeError, match=r"bad\.toml: not a TOML file\b.*\n  "):
        Recipe.load(bad)
    bad.write_bytes(b"\xff\xfe")
    with pytest.raises(RecipeError, match=r"bad\.toml: not a TOML file"):
        Recipe.load(bad)


def test_a_recipe_does_not_change_under_a_run() -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        Recipe().thresholds.copy = 0.9  # type: ignore[misc]
    assert hash(Recipe()) == hash(Recipe())
