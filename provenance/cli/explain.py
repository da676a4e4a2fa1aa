"""``dedupe explain``, and how an explanation is shown."""

from __future__ import annotations

from typing import Any

import click


def shown(command: Any) -> Any:
    """The options of every verb that shows an explanation: ``every`` and ``form``."""
    form = click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="Text for people, or everything as JSON.",
    )
    every = click.option(
        "--all", "every", is_flag=True, help="Show all aligned sentences, not the best 8."
    )
    return every(form(command))


@click.command(
    epilog="\b\nExamples:\n"
    "  dedupe explain out 000_177b70012512d05e 001_5dfa7096dc1e9eff\n"
    "  dedupe explain out ID1 ID2 --all | less            every aligned sentence\n"
    "  dedupe explain out ID1 ID2 --format json           for other programs"
)
@click.argument("run", metavar="RUN")
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@shown
def command(run: str, a: str, b: str, every: bool, form: str) -> None:
    """Say why articles A and B of a finished RUN were or were not matched.

    The verdict; each reason with its weight (log-odds), from the start to the sum; the four
    outcomes; the derivation if there is one; and side by side the sentences that say the same,
    with what they share marked, as long as the inputs of the run are still there.
    """
    from provenance.engines.lean import load_lean

    load_lean()
    from provenance.api import load
    from provenance.cli import show

    show.explanation(load(run).explain(a, b), every=every, as_json=form == "json")
