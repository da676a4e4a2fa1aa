"""A finished run in formats that others read: W3C PROV, GraphML, DOT, JSON-LD, ninjs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO

from provenance.errors import UsageError
from provenance.formats.export import dot, graphml, jsonld, ninjs, prov
from provenance.formats.export.selection import Selection, select

__all__ = ["FORMATS", "Selection", "export", "select"]

#: What writes each format, as pieces of text.
FORMATS: dict[str, Callable[[Selection], Iterator[str]]] = {
    "prov-json": partial(prov.write, notation="json"),
    "prov-n": partial(prov.write, notation="provn"),
    "prov-xml": partial(prov.write, notation="xml"),
    "graphml": graphml.write,
    "dot": dot.write,
    "jsonld": jsonld.write,
    "ninjs": ninjs.write,
}


def export(selection: Selection, to: str, stream: BinaryIO) -> None:
    """Write a selection to a stream as UTF-8; equal selections give equal bytes.

    Raises:
        UsageError: an unknown format.
        MissingExtraError: the format needs a package that is not installed.
        OSError: the system refuses.
    """
    if to not in FORMATS:
        raise UsageError(f"unknown format {to!r}", hint=f"there are: {', '.join(FORMATS)}")
    for piece in FORMATS[to](selection):
        stream.write(piece.encode("utf-8"))
