"""Where the texts of a run are: in memory, or in the files that it read."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from provenance.formats.intake import Intake
from provenance.formats.reading import open_sources
from provenance.formats.sources import digest
from provenance.memory.pile import Pile
from provenance.model import Article
from provenance.schema import rows, to_article

_AT_ONCE = 1024  # articles

Texts = Callable[[Iterable[str]], dict[str, Article]]
"""Finds the articles of some ids; those whose text is out of reach are left out."""


def in_memory(pile: Pile) -> Texts:
    """Texts of a run that was just made."""

    def find(ids: Iterable[str]) -> dict[str, Article]:
        return _pick(pile.batches(_AT_ONCE), set(ids))

    return find


def on_disk(manifest: Path) -> Texts:
    """Texts of a saved run, from its inputs; none where an input is gone or has changed."""

    def find(ids: Iterable[str]) -> dict[str, Article]:
        known = read_manifest(manifest)
        return from_files(files_of(known), known["reading"])(ids)

    return find


def from_files(files: list[dict[str, Any]], reading: Mapping[str, Any]) -> Texts:
    """Texts from the files of a manifest; none where one of them is gone or has changed."""

    def find(ids: Iterable[str]) -> dict[str, Article]:
        if not files or not all(map(is_same, files)):
            return {}
        # As in the run itself: of two records with one id, the first is meant.
        chunks = open_sources([f["path"] for f in files], **reading)
        return _pick(Intake(chunks, reading["on_bad"]), set(ids))

    return find


def read_manifest(path: Path) -> dict[str, Any]:
    """The manifest of a run."""
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return manifest


def files_of(manifest: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The files that a run read: ``name, path, size, sha256`` of each."""
    return [file for given in manifest["inputs"] for file in given["files"]]


def is_same(file: Mapping[str, Any]) -> bool:
    """Whether a file of a manifest is still there as it was."""
    return os.path.exists(file["path"]) and digest(file["path"]) == file["sha256"]


def _pick(batches: Iterable[pa.RecordBatch], wanted: set[str]) -> dict[str, Article]:
    found: dict[str, Article] = {}
    ids = pa.array(sorted(wanted), pa.string())
    for batch in batches:
        hits = batch.filter(pc.is_in(batch.column("id"), value_set=ids))
        found |= {row["id"]: to_article(row) for row in rows(pa.Table.from_batches([hits]))}
        if len(found) == len(wanted):
            break
    return found
