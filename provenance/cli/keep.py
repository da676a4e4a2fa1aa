"""``dedupe keep``."""

from __future__ import annotations

import click

from provenance.errors import UsageError


@click.command(epilog="\b\nExamples:\n  dedupe keep out > kept.jsonl\n"
                      "  dedupe keep out --policy longest -o kept.jsonl")  # fmt: skip
@click.argument("run", metavar="RUN")
@click.option(
    "--policy",
    type=click.Choice(["original", "earliest", "longest"]),
    default="original",
    show_default=True,
    help="Which article of a family stays.",
)
@click.option("-o", "--output", default="-", metavar="FILE", help="Where to; - is standard output.")
@click.option("--overwrite", is_flag=True, help="Replace the file if it exists.")
def command(run: str, policy: str, output: str, overwrite: bool) -> None:  # fmt: skip
    """Write one article per family of a finished RUN, as JSON lines.

    original: the one that the others probably came from; earliest: the first published (then the
    original); longest: the one with the most words. The articles are read from the run's inputs.
    """
    from provenance.api import load
    from provenance.cli import show
    from provenance.formats import refuse_inputs
    from provenance.stages.keep import chosen

    result = load(run)
    refuse_inputs(output, result.inputs())
    kept = chosen(result.articles(), policy)
    articles = result.texts(kept)
    if len(articles) < len(kept):
        raise UsageError(
            f"{run}: {len(kept) - len(articles):,} of {len(kept):,} texts to keep are out of "
            "reach: an input of the run is gone, was standard input, or has changed",
            hint="bring the inputs back as they were, or run `dedupe run` again",
        )
    show.records((articles[name] for name in kept), output, overwrite)
    whole = result.table("articles").num_rows
    click.echo(f"kept {len(kept):,} of {whole:,} articles ({policy})", err=True)
