"""The quality gate: a run may not be worse than the floors, and floors only rise.

    python benchmarks/quality/gate.py TRUTH [--raise] [--floors FILE]

Runs the library with default settings on ``TRUTH/haystack.jsonl``, scores the run (``score.py``)
and compares with ``floors.json``, which says on what data the floors were measured (SHA-256 of
each file) and with which recipe they were last raised. Each figure may be worse than its floor by
its step: one case, or 0.002. Exit 0: all held. 1: one is broken. 2: other data than the floors were
measured on, or arguments that make no sense. ``--raise`` lifts each floor to what was reached and
lowers none.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from figures import Card, Figure, score
from truth import PILE, digests, read_truth

from provenance import dedupe
from provenance.errors import InputError, ProvenanceError

FLOORS = Path(__file__).with_name("floors.json")
HELD, BROKEN, OTHER_DATA = 0, 1, 2
_DIGITS = 4
_NOTE = (
    "Written by benchmarks/quality/gate.py --raise; floors may only rise. step: how far a figure "
    "may fall short (one case, or 0.002). data: SHA-256 of what they were measured on."
)


class Floor(NamedTuple):
    """The worst that a figure may be, and how far it may still fall short of that."""

    bound: float
    better: str
    step: float

    def shortfall(self, value: float | None) -> float:
        """How far a value is on the wrong side of the bound; below 0 on the right side."""
        if value is None:
            return float("inf")
        return self.bound - value if self.better == "higher" else value - self.bound

    def broken_by(self, value: float | None) -> bool:
        """Whether a value falls short by more than the step.

        Value, bound and step are rounded, which must not make one case two.
        """
        return self.shortfall(value) - self.step > 1.5 * 10**-_DIGITS


class Floors(NamedTuple):
    """What ``floors.json`` holds."""

    data: dict[str, str]
    recipe: str
    floors: dict[str, Floor]


def gated(figures: Mapping[str, Figure]) -> dict[str, Floor]:
    """What was reached, of the figures of which one way is better, as floors."""
    return {
        name: Floor(round(f.value, _DIGITS), f.better, round(f.step, _DIGITS))
        for name, f in figures.items()
        if f.better and f.value is not None
    }


def broken(figures: Mapping[str, Figure], floors: Mapping[str, Floor]) -> list[str]:
    """The names of the floors that do not hold; a figure that is gone breaks its floor."""
    values = {name: f.value for name, f in figures.items()}
    return [name for name, floor in floors.items() if floor.broken_by(values.get(name))]


def lifted(figures: Mapping[str, Figure], floors: Mapping[str, Floor]) -> dict[str, Floor]:
    """The floors, each at the better of itself and what was reached; new figures join."""
    out = dict(floors)
    for name, reached in gated(figures).items():
        old = floors.get(name)
        if old is None or old.shortfall(reached.bound) < 0:
            out[name] = reached
    return out


def other_data(floors: Floors, data: Mapping[str, str]) -> list[str]:
    """The files that differ from those the floors were measured on, and how."""
    out = []
    for name in sorted({*floors.data, *data}):
        if name not in data:
            out.append(f"{name}: missing here")
        elif name not in floors.data:
            out.append(f"{name}: was not there when the floors were measured")
        elif data[name] != floors.data[name]:
            out.append(f"{name}: SHA-256 {data[name]}, not {floors.data[name]}")
    return out


def read_floors(path: Path) -> Floors | None:
    """The floors of a file; ``None`` where there is no such file.

    Raises:
        InputError: the file is no floors file.
    """
    if not path.exists():
        return None
    try:
        raw: dict[str, Any] = json.loads(path.read_text("utf-8"))
        floors = {name: Floor(**floor) for name, floor in raw["floors"].items()}
        return Floors(dict(raw["data"]), str(raw["recipe"]), floors)
    except (ValueError, KeyError, TypeError, AttributeError) as err:
        raise InputError(
            f"not a floors file ({err!r})",
            file=str(path),
            hint="take it from version control, or measure anew with --raise --floors NEW_FILE",
        ) from err


def write_floors(path: Path, floors: Floors) -> None:
    """Write the file that :func:`read_floors` reads."""
    raw = {
        "note": _NOTE,
        "data": floors.data,
        "recipe": floors.recipe,
        "floors": {name: floor._asdict() for name, floor in sorted(floors.floors.items())},
    }
    path.write_text(json.dumps(raw, indent=1) + "\n", "utf-8")


def table(card: Card, floors: Mapping[str, Floor]) -> str:
    """Each gated figure beside its floor."""
    bad = set(broken(card.figures, floors))
    lines = [f"{'figure':28s}{'reached':>9s}{'floor':>9s}{'step':>8s}"]
    for name, floor in floors.items():
        figure = card.figures.get(name)
        value = "-" if figure is None or figure.value is None else f"{figure.value:.4f}"
        sign = ">=" if floor.better == "higher" else "<="
        verdict = "  BROKEN" if name in bad else ""
        lines.append(f"{name:28s}{value:>9s} {sign} {floor.bound:.4f}{floor.step:8.4f}{verdict}")
    return "\n".join(lines)


def check(folder: Path, path: Path, *, lift: bool) -> int:
    """Run, score, compare; with ``lift``, raise the floors. Returns the exit code."""
    truth, data, old = read_truth(folder), digests(folder), read_floors(path)
    if old is None and not lift:
        print(f"{path}: no floors yet\n  set them with --raise", file=sys.stderr)
        return OTHER_DATA
    if old is not None and (differing := other_data(old, data)):
        print(f"other data than the floors of {path} were measured on:", *differing, sep="\n  ")
        return OTHER_DATA
    result = dedupe(folder / PILE)
    recipe = str(result.manifest["recipe_digest"])
    card = score(result, truth)
    floors = old.floors if old is not None else {}
    print(table(card, floors or gated(card.figures)))
    if old is not None and old.recipe != recipe:
        print("the default recipe is another than when the floors were last raised")
    if lift:
        new = lifted(card.figures, floors)
        write_floors(path, Floors(data, recipe, new))
        _tell(card, floors, new)
    failed = broken(card.figures, floors)
    print(f"{len(failed)} of {len(floors)} floors broken" if failed else "all floors hold")
    return BROKEN if failed else HELD


def _tell(card: Card, old: Mapping[str, Floor], new: Mapping[str, Floor]) -> None:
    """What was raised, and what was refused."""
    for name, floor in new.items():
        before, figure = old.get(name), card.figures.get(name)
        if before is None:
            print(f"set {name}: {floor.bound}")
        elif floor != before:
            print(f"raised {name}: {before.bound} to {floor.bound}")
        elif figure is None or floor.shortfall(figure.value) > 0:
            print(f"refused to lower {name}: {floor.bound} stays")


def main(arguments: list[str]) -> int:
    """Check and print; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("truth", type=Path, help="truth folder with its haystack.jsonl")
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift the floors")
    parser.add_argument("--floors", type=Path, default=FLOORS, help="another floors file")
    given = parser.parse_args(arguments)
    try:
        return check(given.truth, given.floors, lift=given.lift)
    except ProvenanceError as err:
        print(err, file=sys.stderr)
        return OTHER_DATA


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
