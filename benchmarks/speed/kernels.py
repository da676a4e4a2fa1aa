"""Texts in memory to 128-slot signatures on one core: ours beside datasketch, rensa and daft.

"all sketches" is ours with the SimHash and the set of words that rewrites are found by, too.

    python benchmarks/speed/kernels.py [TEXTS.jsonl] [--documents 10000] [--rivals FOLDER]

TEXTS.jsonl holds one object with a "text" a line; without it, English-like text is made up.
``--rivals`` names a folder for a virtual environment with the rivals, made on first use; without
it only ours is timed. Each contender runs in a process of its own, bound to one core, over word
5-grams and 128 permutations: after one unmeasured round the median of five. They take three turns,
and the best of each is printed, as a machine that others use is slower for seconds on end.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROUNDS, TURNS = 5, 3
AT_ONCE = 512
RIVALS = {"datasketch": "datasketch==2.0.0", "rensa": "rensa==0.5.0", "daft": "daft==0.7.26"}


def ours(texts: list[str]) -> Callable[[], object]:
    """Tokens, shingles and signatures."""
    from provenance.kernels.compiled import minhash, shingles, tokenize

    batches = in_memory(texts)
    return lambda: [minhash(*shingles(tokenize(*batch), 5)) for batch in batches]


def all_sketches(texts: list[str]) -> Callable[[], object]:
    """The same, with the SimHash and the sorted set of the words that rewrites are found by."""
    from provenance.kernels.compiled import distinct, minhash, shingles, simhash, tokenize

    batches = in_memory(texts)

    def sketches(batch: tuple[Any, Any]) -> object:
        tokens = tokenize(*batch)
        words = distinct(tokens.offsets, tokens.stem)
        return minhash(*shingles(tokens, 5)), simhash(tokens), words

    # As in a run, the tokens of a batch are gone before the next ones are made.
    return lambda: [sketches(batch) for batch in batches]


def in_memory(texts: list[str]) -> list[tuple[Any, Any]]:
    """The texts as Arrow would hold them, so many at a time as a run takes."""
    import numpy as np

    batches = []
    for at in range(0, len(texts), AT_ONCE):
        encoded = [text.encode() for text in texts[at : at + AT_ONCE]]
        data = np.frombuffer(b"".join(encoded), dtype=np.uint8)
        batches.append((data, np.cumsum([0, *map(len, encoded)])))
    return batches


def word_grams(text: str) -> list[str]:
    """The word 5-grams of a text, as a Python program would make them."""
    words = text.lower().split()
    return [" ".join(words[i : i + 5]) for i in range(max(1, len(words) - 4))]


def datasketch(texts: list[str]) -> Callable[[], object]:
    """datasketch, with one batch of updates for each text."""
    from datasketch import MinHash

    def run() -> list[object]:
        signatures = []
        for text in texts:
            sketch = MinHash(num_perm=128)
            sketch.update_batch([gram.encode() for gram in word_grams(text)])
            signatures.append(sketch)
        return signatures

    return run


def rensa(texts: list[str]) -> Callable[[], object]:
    """The RMinHash of rensa."""
    from rensa import RMinHash

    def run() -> list[object]:
        signatures = []
        for text in texts:
            sketch = RMinHash(num_perm=128, seed=1)
            sketch.update(word_grams(text))
            signatures.append(sketch.digest())
        return signatures

    return run


def daft(texts: list[str]) -> Callable[[], object]:
    """The minhash expression of daft, on lower-cased text."""
    import daft as engine

    frame = engine.from_pydict({"text": texts}).collect()
    signature = engine.col("text").lower().minhash(num_hashes=128, ngram_size=5)
    return lambda: frame.select(signature).collect()


ALL = "all sketches"
CONTENDERS = {
    "provenance": ours,
    ALL: all_sketches,
    "datasketch": datasketch,
    "rensa": rensa,
    "daft": daft,
}


def made_up(documents: int) -> list[str]:
    """English-like text: words of Zipf's frequencies in sentences, 420 words a document."""
    import random

    chance = random.Random(1)
    letters = "etaoinshrdlucmfwypvbgk"
    lexicon = ["".join(chance.choices(letters, k=chance.randint(2, 10))) for _ in range(20_000)]
    weights = [1 / rank for rank in range(1, len(lexicon) + 1)]
    texts = []
    for _ in range(documents):
        sentences = []
        for _ in range(20):
            words = chance.choices(lexicon, weights, k=21)
            sentences.append(f"{words[0].capitalize()}, {' '.join(words[1:])}.")
        texts.append(" ".join(sentences))
    return texts


def seconds(name: str, texts: list[str]) -> float:
    """Median seconds of one contender on one core."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    run = CONTENDERS[name](texts)
    # What a round made is held during the next one: no one is timed while the system takes memory
    # back and clears it anew, which a run that goes on has no need of.
    held = run()
    found = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        made = run()
        found.append(time.perf_counter() - begin)
        held = made
    del held
    return statistics.median(found)


def environment(folder: Path) -> Path:
    """The Python of the rivals' environment, which is made if it is not there."""
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *RIVALS.values()], check=True)
    return python


def read(path: Path, documents: int) -> list[str]:
    """The texts of a JSON-lines file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line, _ in zip(lines, range(documents), strict=False)]


def compare(texts: list[str], rivals: Path | None) -> None:
    """Time everyone and print the table."""
    pythons: dict[str, Path | str] = {"provenance": sys.executable, ALL: sys.executable}
    if rivals is not None:
        pythons |= dict.fromkeys(RIVALS, environment(rivals))
    size = sum(len(text.encode()) for text in texts) / len(texts)
    print(f"{len(texts)} documents of {size:.0f} bytes on one core, best of {TURNS} turns")
    with tempfile.TemporaryDirectory() as folder:
        stored = Path(folder) / "texts.jsonl"
        with stored.open("w", encoding="utf-8") as out:
            out.writelines(json.dumps({"text": text}) + "\n" for text in texts)
        best = dict.fromkeys(pythons, math.inf)
        for name in list(pythons) * TURNS:
            command = [str(pythons[name]), __file__, str(stored), "--only", name]
            done = subprocess.run(
                [*command, "--documents", str(len(texts))], check=True, stdout=subprocess.PIPE
            )
            best[name] = min(best[name], float(done.stdout))
    for name, taken in best.items():
        ratio = taken / best["provenance"]
        print(f"{name:12s} {len(texts) / taken:10,.0f} documents/s   ours is {ratio:6.1f} x")


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("texts", nargs="?", type=Path)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--rivals", type=Path)
    parser.add_argument("--only", choices=CONTENDERS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    texts = read(options.texts, options.documents) if options.texts else made_up(options.documents)
    if options.only:
        print(seconds(options.only, texts))
    else:
        compare(texts, options.rivals)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    main()
