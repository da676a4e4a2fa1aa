"""``dedupe explain``."""

from __future__ import annotations

import click


@click.command(
    epilog="\b\nExample:\n  dedupe explain out 000_177b70012512d05e 001_5dfa7096dc1e9eff"
)
@click.argument("run", metavar="RUN")
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
def command(run: str, a: str, b: str) -> None:
    """Say why articles A and B of a finished RUN were or were not matched.

    The verdict, the evidence with its weights (log-odds), the derivation if there is one, and the
    sentences that say the same, as long as the inputs of the run are still there.
    """
    from provenance.api import load
    from provenance.cli import show

    show.explanation(load(run).explain(a, b))
