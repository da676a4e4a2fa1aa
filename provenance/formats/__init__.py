"""Reading articles from files, objects and tables, and writing the tables of a run."""

from __future__ import annotations

from provenance.formats.atomic import refuse_inputs
from provenance.formats.dates import read_date
from provenance.formats.objects import from_objects, from_table
from provenance.formats.reading import open_sources
from provenance.formats.records import MAX_ARTICLE_BYTES, Chunk, OnBad, Rejected
from provenance.formats.sources import SourceFile, digest, discover
from provenance.formats.write import atomic_file, atomic_folder, read_table, write_tables

__all__ = [
    "MAX_ARTICLE_BYTES",
    "Chunk",
    "OnBad",
    "Rejected",
    "SourceFile",
    "atomic_file",
    "atomic_folder",
    "digest",
    "discover",
    "from_objects",
    "from_table",
    "open_sources",
    "read_date",
    "read_table",
    "refuse_inputs",
    "write_tables",
]
