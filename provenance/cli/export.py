"""``dedupe export``."""

from __future__ import annotations

import sys

import click

from provenance.cli.plain import plain

FORMATS = ("prov-json", "prov-n", "prov-xml", "graphml", "dot", "jsonld", "ninjs")


@click.command(epilog="\b\nExamples:\n  dedupe export out --to prov-json -o run.prov.json\n"
                      "  dedupe export out --to dot --story ID | dot -Tsvg > story.svg\n"
                      "  dedupe export out --to jsonld --article ID")  # fmt: skip
@click.argument("run", metavar="RUN")
@click.option("--to", type=click.Choice(FORMATS), required=True, help="The format.")
@click.option("-o", "--output", default="-", metavar="FILE", help="Where to; - is standard output.")
@click.option("--story", metavar="ID", help="Only this story.")
@click.option("--article", metavar="ID", help="Only this article, its ancestors and descendants.")
@click.option("--overwrite", is_flag=True, help="Replace the file if it exists.")
def command(
    run: str, to: str, output: str, story: str | None, article: str | None, overwrite: bool
) -> None:
    """Write a finished RUN in a format that others read.

    prov-json, prov-n, prov-xml: W3C PROV; graphml, dot: the graph of derivations, for Gephi and
    Graphviz; jsonld: schema.org; ninjs: IPTC ninjs 3.0, one article a line. Equal runs give equal
    bytes.
    """
    from provenance.api import load

    result = load(run)
    where = sys.stdout.buffer if output == "-" else output
    result.export(to, where, story=story, article=article, overwrite=overwrite)
    if output != "-":
        click.echo(f"written to {plain(output, len(output))}", err=True)
