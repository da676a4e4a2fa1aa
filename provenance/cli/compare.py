"""``dedupe compare``."""

from __future__ import annotations

import os

import click

from provenance.cli.explain import shown
from provenance.errors import UsageError


@click.command(epilog="\b\nExample:\n  dedupe compare draft.txt published.txt")
@click.argument("files", nargs=2, metavar="FILE FILE")
@shown
def command(files: tuple[str, str], every: bool, form: str) -> None:
    """Compare two text files: the same text, the same account, one event, or nothing."""
    from provenance.engines.lean import load_lean

    load_lean()
    import pyarrow as pa

    from provenance.api import compare
    from provenance.cli import show
    from provenance.formats import open_sources
    from provenance.schema import rows, to_article

    if os.path.realpath(files[0]) == os.path.realpath(files[1]):
        raise UsageError(f"{files[0]} and {files[1]} are one file", hint="name two files")
    articles = []
    for file in files:
        batches = [chunk.batch for chunk in open_sources([file])]
        found = [to_article(row) for row in rows(pa.Table.from_batches(batches))]
        if len(found) != 1:
            raise UsageError(
                f"{file}: holds {len(found)} articles; compare takes one each",
                hint="use `dedupe run` for a pile",
            )
        articles.append(found[0])
    if articles[0].id == articles[1].id:
        import attrs

        articles = [attrs.evolve(a, id=f) for a, f in zip(articles, files, strict=True)]
    show.explanation(compare(*articles), every=every, as_json=form == "json")
