"""``provenance.__all__`` is what the package exports, no more and no less."""

from __future__ import annotations

import ast
import inspect

from _house import tree

import provenance


def test_every_public_name_is_there() -> None:
    assert len(set(provenance.__all__)) == len(provenance.__all__)
    for name in provenance.__all__:
        assert getattr(provenance, name) is not None


def test_all_is_what_is_exported() -> None:
    public = {
        name
        for name in dir(provenance)
        if not name.startswith("_")
        and not inspect.ismodule(getattr(provenance, name))
        and name not in ("annotations", "TYPE_CHECKING", "Any")
    }
    assert public == set(provenance.__all__)


def test_lazy_names_are_typed() -> None:
    """What is loaded on first use is also imported for type checkers, under TYPE_CHECKING."""
    typed = {
        alias.asname or alias.name
        for node in ast.walk(tree("provenance"))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert set(provenance.__all__) <= typed


def test_public_objects_are_documented() -> None:
    bare = [name for name in provenance.__all__ if not inspect.getdoc(getattr(provenance, name))]
    assert not bare
