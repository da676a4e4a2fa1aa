"""A dump of made-up news with planted copies: python benchmarks/rivals/dump.py N OUT [--seed S].

Words have Zipf's frequencies; an article has 250 to 550 of them in sentences. One article in five
is a copy of an earlier one: verbatim (10%), with 2 to 20% of its words changed (45%), cut to 60 to
95% (15%), with a footer (20%), an excerpt of 30 to 50% (10%). Deterministic for N and seed.
"""

from __future__ import annotations

import argparse
import json
import random
from itertools import accumulate
from pathlib import Path

FOOTERS = (
    "Reporting by the newsroom; editing by the night desk.",
    "Sign up for our daily newsletter. All rights reserved.",
    "Read more: follow us for the latest news from around the world.",
)
_LETTERS = "etaoinshrdlucmfwypvbgk"


class _Writer:
    """Draws articles and copies."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        draw = self.chance
        self.lexicon = [
            "".join(draw.choices(_LETTERS, k=draw.randint(2, 10))) for _ in range(20_000)
        ]
        self.weights = list(accumulate(1 / rank for rank in range(1, len(self.lexicon) + 1)))

    def words(self, count: int) -> list[str]:
        return self.chance.choices(self.lexicon, cum_weights=self.weights, k=count)

    def article(self) -> str:
        sentences = []
        for _ in range(self.chance.randint(12, 26)):
            words = self.words(21)
            sentences.append(f"{words[0].capitalize()}, {' '.join(words[1:])}.")
        return " ".join(sentences)

    def edited(self, words: list[str]) -> list[str]:
        rate = self.chance.uniform(0.02, 0.20)
        changed = iter(self.words(len(words)))
        return [next(changed) if self.chance.random() < rate else word for word in words]

    def copy(self, text: str) -> str:
        words, kind = text.split(), self.chance.random()
        if kind < 0.10:
            return text
        if kind < 0.55:
            return " ".join(self.edited(words))
        if kind < 0.70:
            return " ".join(words[: int(len(words) * self.chance.uniform(0.60, 0.95))])
        if kind < 0.90:
            return f"{text}\n{self.chance.choice(FOOTERS)}"
        start = self.chance.randrange(len(words) // 2)
        return " ".join(words[start : start + int(len(words) * self.chance.uniform(0.3, 0.5))])


def write(count: int, out: Path, seed: int = 1) -> None:
    """Write ``count`` articles as JSON lines, about 2.5 kB each."""
    writer = _Writer(seed)
    pool: list[str] = []
    with out.open("w", encoding="utf-8") as stream:
        for i in range(count):
            if pool and writer.chance.random() < 0.2:
                text = writer.copy(writer.chance.choice(pool))
            else:
                text = writer.article()
                pool.append(text)
            day = f"2025-01-{1 + i // 1440 % 28:02d}T{i // 60 % 24:02d}:{i % 60:02d}:00Z"
            source = f"publisher-{writer.chance.randrange(400)}"
            record = {"id": f"d{i}", "text": text, "source": source, "published_at": day}
            stream.write(json.dumps(record) + "\n")


def main() -> None:
    """Read the arguments and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    write(args.count, args.out, args.seed)


if __name__ == "__main__":
    main()
