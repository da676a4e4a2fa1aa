"""The tree of errors: what a handler catches, and what a reader is told."""

from __future__ import annotations

import re

import pytest

from provenance import errors
from provenance.errors import (
    DuplicateIdError,
    EngineError,
    IncompatibleError,
    InputError,
    MissingExtraError,
    OutputExistsError,
    ProvenanceError,
    RecipeError,
    UsageError,
)

CODES = {
    "UsageError": 2,
    "OutputExistsError": 2,
    "InputError": 3,
    "DuplicateIdError": 3,
    "EmptyInputError": 3,
    "IncompatibleError": 4,
    "RecipeError": 4,
    "EngineError": 5,
    "MissingExtraError": 5,
}
KINDS = {
    name: kind
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, ProvenanceError)
}


def test_exit_codes() -> None:
    found = {name: kind.exit_code for name, kind in KINDS.items()}
    assert found == {"ProvenanceError": 1, **CODES}


def test_the_tree_is_the_one_drawn_in_the_docstring() -> None:
    drawn = re.findall(r"^ +[│├└─ ]*(\w+Error) +\(?(?:exit code )?(\d)", errors.__doc__ or "", re.M)
    assert {name: int(code) for name, code in drawn} == {"ProvenanceError": 1, **CODES}


@pytest.mark.parametrize(
    ("kind", "parent"),
    [
        (OutputExistsError, UsageError),
        (DuplicateIdError, InputError),
        (errors.EmptyInputError, InputError),
        (RecipeError, IncompatibleError),
        (MissingExtraError, EngineError),
    ],
)
def test_parents(kind: type, parent: type) -> None:
    assert kind.__mro__[1] is parent
    assert issubclass(parent, ProvenanceError)


def test_a_hint_follows_on_its_own_line() -> None:
    assert str(UsageError("no such id", hint="check it")) == "no such id\n  check it"
    assert str(UsageError("no such id")) == "no such id"
    assert UsageError("x", hint="y").hint == "y"
    assert UsageError("x", hint="y").message == "x"


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ({}, "empty text"),
        ({"file": "a.jsonl"}, "a.jsonl: empty text"),
        ({"file": "a.jsonl", "line": 3}, "a.jsonl, line 3: empty text"),
        (
            {"file": "-", "line": 0, "field": "text"},
            "-, line 0, field 'text': empty text",
        ),
        ({"field": "text"}, "field 'text': empty text"),
    ],
)
def test_an_input_error_says_where(place: dict[str, object], said: str) -> None:
    error = InputError("empty text", **place)  # type: ignore[arg-type]
    assert str(error) == said
    assert error.reason == "empty text"
    assert {k: getattr(error, k) for k in ("file", "line", "field")} == {
        "file": None, "line": None, "field": None, **place,
    }  # fmt: skip


def test_a_missing_package_comes_with_its_install_line() -> None:
    assert "pip install polars" in str(MissingExtraError("to_polars()", "polars"))
    by_extra = str(MissingExtraError("the spark engine", "pyspark", "spark"))
    assert "pip install 'news-provenance[spark]'" in by_extra
