"""``dedupe run``."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from provenance.cli.chosen import (
    chosen_recipe,
    levels,
    refuse_only_copies,
    strictness_options,
    window_option,
)
from provenance.cli.resuming import begin, end, finished, work_folder
from provenance.errors import OutputExistsError, UsageError

if TYPE_CHECKING:
    from provenance.recipe import Recipe
    from provenance.result import Result

EPILOG = f"""\b
{levels()}

\b
Examples:
  dedupe run seeds/                                  print the stories of a folder
  dedupe run dump.jsonl.zst -o out --format jsonl    write tables
  dedupe run 'feeds/*.csv' --field text=story_body   name a field that is not guessed
  zcat dump.jsonl.gz | dedupe run - --only copies    the first question alone, from stdin
  dedupe run dump.jsonl -o out --on-bad quarantine   set bad records aside
  dedupe run dump.jsonl -o out --resume              again after a kill: it goes on
  dedupe run dump.jsonl -o out --memory 4GB          a pile larger than the memory
  dedupe run today.jsonl --check && publish          exit 1 if anything is a duplicate
"""


def _fields(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    out = {}
    for one in given:
        ours, equals, theirs = one.partition("=")
        if not equals or not ours:
            raise click.BadParameter(f"{one!r} is not of the form OURS=THEIRS, as in text=body")
        out[ours] = theirs
    return out


@click.command(epilog=EPILOG)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", metavar="FOLDER", help="Write tables to this new folder.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["parquet", "jsonl", "csv"]),
    default="parquet",
    show_default=True,
    help="Format of the tables.",
)
@click.option("--overwrite", is_flag=True, help="Replace the output folder if it exists.")
@click.option(
    "--field",
    "fields",
    multiple=True,
    callback=_fields,
    metavar="OURS=THEIRS",
    help="Where a field stands in the input (repeatable).",
)
@click.option(
    "--on-bad",
    type=click.Choice(["stop", "quarantine"]),
    default="stop",
    show_default=True,
    help="Stop at a bad record, or set it aside and go on.",
)
@click.option("--only", type=click.Choice(["copies"]), help="Answer the first question alone.")
@click.option("--recipe", "recipe_file", metavar="FILE", help="Settings (see dedupe recipe show).")
@strictness_options
@window_option
@click.option(
    "--resume",
    is_flag=True,
    help="Keep finished stages beside the output until it is whole; go on where a run was killed.",
)
@click.option(
    "--work",
    metavar="FOLDER",
    help="Keep finished stages in this folder, and take those that fit: also for other thresholds.",
)
@click.option("--workers", type=click.IntRange(1), help="Processors to use; default: all.")
@click.option(
    "--memory",
    metavar="SIZE",
    help="Most memory to take, as in 4GB: what it has no room for stands in temporary files.",
)
@click.option(
    "--max-article-mb",
    type=click.IntRange(1),
    default=64,
    show_default=True,
    help="The longest text allowed, in MiB.",
)
@click.option(
    "--top", type=click.IntRange(0), default=20, show_default=True, help="Most stories to print."
)
@click.option("--check", is_flag=True, help="Exit 1 if there are copies of any kind.")
@click.option(
    "-q", "--quiet", is_flag=True, help="No progress and no summary; with --check, no stories."
)
@click.option("-v", "--verbose", is_flag=True, help="Say more, and show where a fault arose.")
def command(**options: Any) -> int:  # fmt: skip
    """Find families, stories and derivations in a pile of news.

    INPUT is a file, a folder, a glob, or - for JSON lines on standard input. Files: .txt, .jsonl,
    .json, .csv, .tsv (each also .gz or .zst) and .parquet. Without -o the stories are printed as
    trees: an origin, then what came from it.
    """
    choice = (options["strictness"], options["false_links"])
    _log(options["quiet"], options["verbose"])
    _refuse_format(options)
    work = work_folder(options)
    refuse_only_copies(options["only"], *choice)
    recipe = chosen_recipe(options["recipe_file"], *choice, options["window"])
    result = finished(options, recipe)
    if result is None:
        _refuse_existing(options["output"], options["overwrite"])
        _refuse_inputs(options["output"], options["inputs"])
        begin(options)
        result = _found(options, recipe, work)
        _tell(result, options)
    end(options)
    if not options["quiet"]:
        from provenance.cli import show

        show.summary(result, options["output"], options["verbose"])
    return int(options["check"] and any(True for _ in result.copies()))


def _found(options: Mapping[str, Any], recipe: Recipe, work: str | None) -> Result:
    from provenance.engines.lean import load_lean

    load_lean()
    from provenance.api import dedupe
    from provenance.cli.progress import watching

    with watching(options["quiet"]) as progress:
        return dedupe(
            list(options["inputs"]),
            recipe=recipe,
            only=options["only"],
            fields=options["fields"],
            on_bad=options["on_bad"],
            max_article_bytes=options["max_article_mb"] << 20,
            workers=options["workers"],
            memory=options["memory"],
            progress=progress,
            work=work,
            keep_texts=False,
        )


def _tell(result: Result, options: Mapping[str, Any]) -> None:
    """Write the tables, or print what was found."""
    if options["output"] not in (None, "-"):
        result.write(options["output"], options["format_"], overwrite=options["overwrite"])
        return
    from provenance.cli import show  # slow to load, and not always needed

    if options["output"] == "-":
        show.json_lines(result.table("articles"))
    elif not (options["quiet"] and options["check"]):
        show.stories(result, options["top"])


def _refuse_format(options: Mapping[str, Any]) -> None:
    """Say that a format chosen for tables cannot be had on standard output."""
    if options["output"] != "-" or options["format_"] == "jsonl":
        return
    chosen = click.get_current_context().get_parameter_source("format_")
    if chosen is click.core.ParameterSource.COMMANDLINE:
        raise UsageError(
            f"-o - prints the articles as JSON lines, and no {options['format_']}",
            hint="leave --format out, or name a folder: -o FOLDER",
        )


def _refuse_existing(output: str | None, overwrite: bool) -> None:
    """Say so before the work, not after it."""
    if output == "":
        raise UsageError("the output folder has no name", hint="give -o a name")
    if not output or output == "-" or not os.path.lexists(output):
        return
    if not overwrite:
        raise OutputExistsError(
            f"{output}: exists already; nothing was written",
            hint="give another name, or --overwrite to replace it",
        )
    if not os.path.isdir(output):
        raise UsageError(f"{output}: is a file, and a run is a folder", hint="give another name")


def _refuse_inputs(output: str | None, inputs: Sequence[str]) -> None:
    """Keep ``--overwrite`` from taking the inputs with the old output."""
    if output and output != "-" and os.path.lexists(output):
        from provenance.engines.lean import load_lean

        load_lean()
        from provenance.formats import discover, refuse_inputs

        refuse_inputs(output, (source.path for source in discover(inputs, report=False)))


def _log(quiet: bool, verbose: bool) -> None:
    level = logging.INFO if verbose else logging.ERROR if quiet else logging.WARNING
    logging.basicConfig(level=level, format="%(levelname)s: %(message)s")
    logging.getLogger("numba").setLevel(logging.WARNING)
