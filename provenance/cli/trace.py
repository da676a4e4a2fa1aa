"""``dedupe trace``."""

from __future__ import annotations

import click


@click.command(epilog="\b\nExample:\n  dedupe trace out 000_177b70012512d05e")
@click.argument("run", metavar="RUN")
@click.argument("id_", metavar="ID")
def command(run: str, id_: str) -> None:
    """Show what article ID of a finished RUN came from, and what came from it."""
    from provenance.api import load
    from provenance.cli import show

    show.lineage(load(run).trace(id_))
