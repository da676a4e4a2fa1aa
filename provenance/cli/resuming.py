"""Where a run keeps its finished stages, and whether a run is whole already."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from provenance.errors import UsageError

if TYPE_CHECKING:
    from provenance.recipe import Recipe
    from provenance.result import Result


def work_folder(options: Mapping[str, Any]) -> str | None:
    """The folder of finished stages that ``--resume`` or ``--work`` ask for.

    Raises:
        UsageError: options that make no sense together.
    """
    output, work = options["output"], options["work"]
    if work is not None:
        _check_work(work, output, options["resume"])
        return str(work)
    if not options["resume"]:
        return None
    if not output or output == "-":
        raise UsageError(
            "--resume goes with an output folder", hint="give one: -o FOLDER, or use --work FOLDER"
        )
    from provenance.formats.work import beside

    return os.fspath(beside(output))


def _check_work(work: str, output: str | None, resume: bool) -> None:
    if work == "":
        raise UsageError("the work folder has no name", hint="give --work a name")
    if resume:
        raise UsageError(
            "--resume and --work name two places for finished stages",
            hint="--work alone goes on too where a run was stopped",
        )
    if output and output != "-":
        place, inner = os.path.realpath(output), os.path.realpath(work)
        if inner == place or inner.startswith(os.path.join(place, "")):
            raise UsageError(
                f"{work}: is in the output folder, which takes its name only when it is whole",
                hint="put the work folder beside it",
            )


def finished(options: Mapping[str, Any], recipe: Recipe) -> Result | None:
    """The output of this very command, where it was killed behind its last step.

    ``None`` without ``--resume``, or where the output is of another command.
    """
    output = options["output"]
    if not options["resume"] or options["overwrite"] or not os.path.isdir(output):
        return None
    import json

    from provenance.engines.lean import load_lean

    load_lean()
    from provenance.api import load, reading_of
    from provenance.formats import digest, discover

    try:
        result = load(output)
    except UsageError:
        return None
    known = result.manifest
    reading = reading_of(options["fields"], options["on_bad"], options["max_article_mb"] << 20)
    digests = [digest(file.path) for file in discover(options["inputs"], report=False)]
    same = (
        known.get("recipe_digest") == recipe.digest
        and known.get("only") == options["only"]
        and known["reading"] == json.loads(json.dumps(reading))
        and [file["sha256"] for given in known["inputs"] for file in given["files"]] == digests
        and os.path.exists(os.path.join(output, f"articles.{options['format_']}"))
    )
    return result if same else None


def begin(options: Mapping[str, Any]) -> None:
    """Remove what a killed run left half-written beside the output."""
    if options["resume"]:
        from provenance.formats.work import remove_halves

        remove_halves(options["output"])


def end(options: Mapping[str, Any]) -> None:
    """Remove the finished stages of a run that is whole; those of ``--work`` stay."""
    if options["resume"]:
        from provenance.formats.work import beside, open_work

        with open_work(beside(options["output"])) as work:
            work.remove()
