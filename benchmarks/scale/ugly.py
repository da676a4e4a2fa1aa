"""Ugly piles beside a normal one of the same size: nothing may make a run explode.

    python benchmarks/scale/ugly.py [--size 100000] [--pile NAME ...] [--limit 600]

Every pile is made here, of made-up words, and run by a process of its own. ``time`` and ``memory``
are the ratios to the normal pile. A run that takes longer than ``--limit`` seconds is ended and
told as such. Nothing may cost much more than the normal pile does.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from dump import one_run

WORDS = 250  # of a normal article
SCRIPTS = {
    "latin": (0x61, 26), "greek": (0x3B1, 24), "cyrillic": (0x430, 32), "armenian": (0x561, 38),
    "hebrew": (0x5D0, 27), "arabic": (0x627, 36), "devanagari": (0x915, 37), "bengali": (0x995, 20),
    "tamil": (0xBAE, 12), "thai": (0xE01, 46), "georgian": (0x10D0, 33), "hangul": (0xAC00, 11_000),
    "kana": (0x3041, 86), "han": (0x4E00, 20_000),
}  # fmt: skip

Texts = Iterator[str]


def vocabulary(chance: random.Random, first: int, letters: int, size: int = 30_000) -> list[str]:
    """Made-up words of one script."""
    return [
        "".join(chr(first + chance.randrange(letters)) for _ in range(chance.randint(2, 9)))
        for _ in range(size)
    ]


class News:
    """Made-up news: words as common as their rank says (Zipf), a full stop every 15 words."""

    def __init__(self, chance: random.Random, script: str = "latin") -> None:
        self.chance = chance
        self.words = vocabulary(chance, *SCRIPTS[script])
        self.upto: list[float] = []
        total = 0.0
        for rank in range(len(self.words)):
            total += 1 / (rank + 3)
            self.upto.append(total)

    def text(self, words: int = WORDS) -> str:
        """A text of that many words."""
        drawn = self.chance.choices(self.words, cum_weights=self.upto, k=words)
        parts = [drawn[k : k + 15] for k in range(0, words, 15)]
        return " ".join(" ".join(part).capitalize() + "." for part in parts)


def normal(n: int, chance: random.Random) -> Texts:
    """Articles that have nothing to do with each other."""
    news = News(chance)
    return (news.text() for _ in range(n))


def one_article(n: int, chance: random.Random) -> Texts:
    """Copies of one article."""
    text = News(chance).text()
    return (text for _ in range(n))


def one_number(n: int, chance: random.Random) -> Texts:
    """Articles that differ in one number."""
    text = News(chance).text()
    return (f"{text} The count is {k}. {text[:200]}" for k in range(n))


def footer(n: int, chance: random.Random) -> Texts:
    """Articles of 350 words that share a footer of 300, a paragraph of its own."""
    news = News(chance)
    shared = news.text(300)
    return (f"{news.text(350)}\n\n{shared}" for _ in range(n))


def run_on_footer(n: int, chance: random.Random) -> Texts:
    """Articles of 100 words that run on into a footer of 300: by far the most is shared."""
    news = News(chance)
    shared = news.text(300)
    return (f"{news.text(100)} {shared}" for _ in range(n))


def long_article(n: int, chance: random.Random) -> Texts:
    """One article of n kB, and nothing else."""
    news = News(chance)
    piece = news.text(200_000)
    size, at = n * 1000, 0
    parts = []
    while at < size:
        parts.append(piece if not parts else news.text(2000))
        at += len(parts[-1]) + 1
    return iter([" ".join(parts)])


def three_words(n: int, chance: random.Random) -> Texts:
    """Ten times as many articles of three words."""
    news = News(chance)
    return (news.text(3) for _ in range(10 * n))


def random_bytes(n: int, chance: random.Random) -> Texts:
    """Bytes, each taken for a character."""
    return (chance.randbytes(1500).decode("latin-1") for _ in range(n))


def one_token(n: int, chance: random.Random) -> Texts:
    """One word again and again, up to a thousand times."""
    return ("again " * chance.randint(1, 1000) for _ in range(n))


def scripts(n: int, chance: random.Random) -> Texts:
    """Every article in another script than the one before."""
    all_news = [News(chance, script) for script in SCRIPTS]
    return (all_news[k % len(all_news)].text() for k in range(n))


PILES: dict[str, Callable[[int, random.Random], Texts]] = {
    made.__name__: made
    for made in (
        normal, one_article, one_number, footer, run_on_footer, long_article, three_words,
        random_bytes, one_token, scripts,
    )
}  # fmt: skip


def write(path: Path, texts: Texts) -> None:
    """Texts as JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        for k, text in enumerate(texts):
            file.write(json.dumps({"id": f"a{k:08}", "text": text}) + "\n")


def row(name: str, made: dict[str, float], base: dict[str, float]) -> str:
    """One line of the table."""
    cells = (
        f"{made['articles']:10,.0f}{made['wall']:9.1f}{made['wall'] / base['wall']:7.2f}"
        f"{made['peak memory, MB']:9,.0f}"
        f"{made['peak memory, MB'] / base['peak memory, MB']:8.2f}"
        f"{made['pairs']:12,.0f}{made['matches']:10,.0f}"
        f"{made['capped buckets']:9,.0f}{made['stopped look-ups']:9,.0f}"
    )
    return f"{name:14s}{cells}"


def main() -> None:
    """Make, run and tell, pile by pile."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--pile", nargs="+", choices=list(PILES), default=list(PILES))
    parser.add_argument("--limit", type=float, default=600.0, help="seconds")
    args = parser.parse_args()
    names = ["normal", *(name for name in args.pile if name != "normal")]
    print(
        f"{'pile':14s}{'articles':>10s}{'seconds':>9s}{'time':>7s}{'MB':>9s}{'memory':>8s}"
        f"{'pairs':>12s}{'matches':>10s}{'capped':>9s}{'stopped':>9s}",
        flush=True,
    )
    base: dict[str, float] = {}
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "pile.jsonl"
            write(path, PILES[name](args.size, random.Random(1)))
            try:
                made = one_run(str(path), ["--max-article-mb", "2000"], args.limit)
            except subprocess.TimeoutExpired:
                print(f"{name:14s}  more than {args.limit:.0f} s", flush=True)
                continue
            except subprocess.CalledProcessError as err:
                print(f"{name:14s}  failed with exit code {err.returncode}", flush=True)
                continue
        base = base or made
        print(row(name, made, base), flush=True)


if __name__ == "__main__":
    main()
