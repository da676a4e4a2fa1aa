"""The reference pages say what the code says: columns, types, sort orders, exit codes."""

from __future__ import annotations

import inspect
import re

import pyarrow as pa
import pytest
from _pages import ROOT

from provenance import errors, schema

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
