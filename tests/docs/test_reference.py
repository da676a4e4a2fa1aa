"""The reference pages say what the code says: columns, types, sort orders, exit codes."""

from __future__ import annotations

import inspect
import re
from enum import Enum

import attrs
import pyarrow as pa
import pytest
from _pages import ROOT, pages

import provenance
from provenance import errors, schema
from provenance.formats.fields import NAMES
from provenance.formats.sources import SUFFIXES
from provenance.kernels import contract
from provenance.recipe import Recipe

REFERENCE = ROOT / "docs" / "reference"
SCHEMAS = {name: made for name, (made, _) in schema.TABLES.items()} | {"rejected": schema.REJECTED}


def section(page: str, heading: str) -> str:
    """The text below ``## heading``, up to the next heading of that level."""
    text = (REFERENCE / page).read_text(encoding="utf-8")
    return re.split(r"^## ", text.split(f"\n## {heading}\n")[1], flags=re.MULTILINE)[0]


@pytest.mark.parametrize("table", SCHEMAS)
def test_columns_and_types(table: str) -> None:
    documented = re.findall(r"^\| `(\w+)` \| (\S.*?) \| ", section("tables.md", table), re.M)
    made: pa.Schema = SCHEMAS[table]
    assert documented == [(column.name, str(column.type)) for column in made]


@pytest.mark.parametrize("table", schema.TABLES)
def test_sort_columns(table: str) -> None:
    stated = re.search(r"Sorted by (.+?)\.", section("tables.md", table))
    assert stated and tuple(re.findall(r"`(\w+)`", stated[1])) == schema.TABLES[table][1]


def test_keys_and_counts_of_the_manifest() -> None:
    first, second = section("tables.md", "manifest.json").split("These are the `counts`")
    pile = [{"id": name, "text": "Some words."} for name in "ab"]
    made = provenance.dedupe(pile, on_bad="quarantine", workers=1).manifest
    assert set(re.findall(r"^\| `(\w+)` \|", first, re.M)) == set(made)
    heads = re.findall(r"^\| (`.+?) \|", second, re.M)
    assert set(re.findall(r"`(\w+)`", " ".join(heads))) == set(made["counts"])


def test_exit_codes() -> None:
    text = (REFERENCE / "exit-codes.md").read_text(encoding="utf-8")
    documented = {
        name: int(code)
        for code, names in re.findall(r"^\| (\d+) \|.*\| (.*) \|$", text, re.M)
        for name in re.findall(r"`(\w+Error)`", names)
    }
    raised = {
        name: made.exit_code
        for name, made in inspect.getmembers(errors, inspect.isclass)
        if issubclass(made, errors.ProvenanceError) and made is not errors.ProvenanceError
    }
    assert documented == raised


def test_names_that_are_recognised() -> None:
    documented = {
        field: tuple(re.findall(r"`(\w+)`", names))
        for field, names in re.findall(
            r"^\| `(\w+)` \| (`.*`) \|$", section("input.md", "Fields"), re.M
        )
    }
    assert documented == NAMES


def test_suffixes() -> None:
    intro = (REFERENCE / "input.md").read_text(encoding="utf-8").split("\n## ")[0]
    rows = re.findall(r"^\| (`\..*?) \| ", intro, re.M)
    assert {suffix for row in rows for suffix in re.findall(r"`(\.\w+)`", row)} == set(SUFFIXES)


def test_hash_schemes() -> None:
    text = (REFERENCE / "hashes.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| `(\S+@\d+)` \|", text, re.M)
    assert named == [contract.TOKEN_SCHEME, contract.MINHASH_SCHEME, contract.SIMHASH_SCHEME]


def test_settings_that_pages_name_exist() -> None:
    settings = {f"{group}.{name}" for group, made in Recipe().to_dict().items() for name in made}
    groups = "|".join(Recipe().to_dict())
    for page in pages():
        named = re.findall(rf"`((?:{groups})\.\w+)`", page.read_text(encoding="utf-8"))
        assert set(named) <= settings, page


def rows(page: str, heading: str) -> dict[str, list[str]]:
    """The rows of a table: what its first column names, and what the second one lists."""
    found = re.findall(r"^\| `(?:pv\.)?(\w+).*?` \| (.*) \|$", section(page, heading), re.M)
    return {name: re.findall(r"`(\w+)`", rest) for name, rest in found}


def test_python_names() -> None:
    public = {name: getattr(provenance, name) for name in provenance.__all__}
    functions = {name for name, made in public.items() if inspect.isfunction(made)}
    assert rows("python.md", "Functions").keys() == functions
    methods = {name for name in vars(provenance.Result) if not name.startswith("_")}
    assert rows("python.md", "Result").keys() - {"manifest"} == methods - {"load"}
    attributes = {
        name: [field.name for field in attrs.fields(made)]
        for name, made in public.items()
        if inspect.isclass(made) and attrs.has(made)
    }
    assert rows("python.md", "Objects") == attributes
    values = {
        name: [member.value for member in made]
        for name, made in public.items()
        if inspect.isclass(made) and issubclass(made, Enum)
    }
    assert rows("python.md", "Words") == values


def test_python_arguments() -> None:
    text = section("python.md", "Functions")
    for name, given in re.findall(r"`pv\.(\w+)\((.*?)\)`", text):
        wanted = inspect.signature(getattr(provenance, name)).parameters
        assert [part.strip() for part in given.split(",") if part.strip() != "*"] == list(wanted)
