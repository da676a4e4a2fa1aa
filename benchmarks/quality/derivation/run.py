"""Make cascades, run the library and the baselines over them, score all of them.

    python benchmarks/quality/derivation/run.py [--corpus FILE] [--cascades N] [--unseen .3]
        [--forged .2] [--missing 0] [--coarse 0] [--seed 1] [--out FOLDER]
    python benchmarks/quality/derivation/run.py --score ANSWERS --out FOLDER

Without a share, three conditions are run: honest times; 30% of the articles unseen and 20% of the
times forged; no times at all. The second form scores the answers of another tool about the pile of
FOLDER. The format of all files is in the README beside this script.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

from attrs import asdict
from cascades import knowable, ours, pile, scores, truth
from cascades.baselines import BASELINES
from cascades.judging import Answer, Judge

CONDITIONS: dict[str, dict[str, float]] = {
    "honest times": {},
    "30% unseen, 20% forged": {"unseen": 0.3, "forged": 0.2},
    "no times": {"missing": 1.0},
}
SHARES = ("unseen", "forged", "missing", "coarse")
OURS = "provenance"


def main() -> None:
    """Parse, run, print, save."""
    args = arguments()
    if args.score is not None:
        judge = Judge(*truth.read(args.out))
        print(table({args.score.name: scores.all_figures(judge, read_answers(args.score))}))
        return
    given = {name: value for name in SHARES if (value := getattr(args, name)) is not None}
    conditions = {", ".join(f"{v:g} {k}" for k, v in given.items()): given} if given else CONDITIONS
    saved: dict[str, Any] = {}
    for title, shares in conditions.items():
        settings = pile.Settings(cascades=args.cascades, seed=args.seed, **shares)
        with tempfile.TemporaryDirectory() as scratch:
            folder = args.out / title.replace(" ", "_") if args.out else Path(scratch)
            made = one_condition(settings, args.corpus, folder)
        saved[title] = {"settings": asdict(settings), **made}
        print(f"## {title}\n\n{table(made['figures'])}\n")
        print_more(made)
    if args.out:
        text = json.dumps(saved, indent=1, ensure_ascii=False)
        (args.out / "figures.json").write_text(text + "\n", encoding="utf-8")
        print(f"saved in {args.out}")


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpus", type=Path, help="originals, JSON lines with a field text")
    parser.add_argument("--cascades", type=int, default=100)
    for name in SHARES:
        parser.add_argument(f"--{name}", type=float, help="a share of the articles")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="keep pile, truth, answers and figures here")
    parser.add_argument("--score", type=Path, help="score these answers about the pile of --out")
    args = parser.parse_args()
    if args.score is not None and args.out is None:
        parser.error("--score needs --out: the folder of pile.jsonl and truth.jsonl")
    return args


def one_condition(settings: pile.Settings, corpus: Path | None, folder: Path) -> dict[str, Any]:
    """Make one pile, answer it in every way, score the answers."""
    originals = pile.read_originals(corpus) if corpus else None
    made = pile.make(settings, originals)
    truth.write(folder, made.articles, made.truth.nodes.values(), made.removed)
    seen = {a["id"]: a["text"] for a in made.articles}
    judge = Judge(made.truth, seen | made.removed)
    result = ours.run(folder)
    mine, retrieved = ours.answers(result), ours.found(result)
    figures = {OURS: scores.all_figures(judge, mine)}
    for name, rule in BASELINES.items():
        figures[name] = scores.all_figures(judge, rule(retrieved))
    write_answers(folder / "answers.jsonl", mine)
    verdicts = judge.verdicts(mine)
    said = [(v.probability, v.right) for v in verdicts if v.said and v.probability is not None]
    pairs = ours.outcomes(result, made.truth)
    told = {a["id"]: a.get("published_at") for a in made.articles}
    unknown = knowable.twins(made.truth, seen, told)
    return {
        "articles": len(made.articles),
        "retrieval": ours.retrieval(result, made.truth),
        "figures": figures,
        "pair outcomes": {name: scores.calibration(rows, "") for name, rows in pairs.items()},
        "reliability of edges": scores.reliability(said),
        "risk at coverage": scores.risk(verdicts),
        "verdicts": scores.causes(verdicts),
        "what nothing tells": knowable.figures(verdicts, unknown),
    }


def write_answers(path: Path, answers: dict[str, Answer]) -> None:
    """One JSON object a line: id, source, probability, origin."""
    rows = ({"id": one, **asdict(answer)} for one, answer in sorted(answers.items()))
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def read_answers(path: Path) -> dict[str, Answer]:
    """The answers of any tool; articles that are not in the file have no source."""
    with path.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file if line.strip()]
    return {
        row["id"]: Answer(row.get("source"), row.get("probability"), row.get("origin"))
        for row in rows
    }


def table(figures: dict[str, scores.Figures]) -> str:
    """A Markdown table: a figure a row, an answer a column."""
    rows = list(dict.fromkeys(row for column in figures.values() for row in column))
    lines = ["| figure | " + " | ".join(figures) + " |", "|---" * (len(figures) + 1) + "|"]
    for row in rows:
        cells = [figures[name].get(row) for name in figures]
        lines.append(
            f"| {row} | " + " | ".join("-" if c is None else f"{c:g}" for c in cells) + " |"
        )
    return "\n".join(lines)


def print_more(made: dict[str, Any]) -> None:
    """What is told of the library alone."""
    for name in (
        "retrieval",
        "pair outcomes",
        "risk at coverage",
        "verdicts",
        "what nothing tells",
    ):
        print(f"{name}:")
        for key, value in made[name].items():
            print(f"    {key:45s} {value}")
    print("reliability of edges: from, to, how many, said, came true")
    for row in made["reliability of edges"]:
        print("    " + "  ".join(f"{x:g}" for x in row))
    print()


if __name__ == "__main__":
    main()
