"""One rival from JSON lines to pairs, in its own environment: python contenders.py NAME DUMP OUT.

DUMP holds one object with a "text" a line. OUT gets a line "i j" (line numbers from 0, i < j) for
each pair that the rival calls near-duplicates. Every rival works on lower-cased word 5-grams and
128 permutations (gaoya: 125), with bands of 5 rows or fewer, which miss no more than 1% of the
pairs at Jaccard 0.7, and keeps the pairs that its own signatures put at 0.7 or more. Whatever a
rival can do in parallel or in bulk is used. Imports none of provenance.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

THRESHOLD = 0.7
PERMUTATIONS, BANDS, ROWS = 128, 25, 5
Pairs = Iterable[tuple[int, int]]


def texts_of(dump: str) -> list[str]:
    """All texts, read with the fastest parser that gives Python strings."""
    import orjson

    with open(dump, "rb") as lines:
        return [orjson.loads(line)["text"] for line in lines]


def grams(text: str) -> list[str]:
    """The word 5-grams of a text, as a Python program would make them."""
    words = text.lower().split()
    return [" ".join(words[i : i + 5]) for i in range(max(1, len(words) - 4))]


def daft(dump: str) -> Pairs:
    """Daft reads, and signs on all cores; the bands are sorted in numpy, the fastest way known."""
    import daft as engine
    import numpy as np

    signature = engine.col("text").lower().minhash(num_hashes=PERMUTATIONS, ngram_size=5)
    column = engine.read_json(dump).select(signature.alias("s")).to_arrow().column("s")
    signs = column.combine_chunks().flatten().to_numpy().reshape(-1, PERMUTATIONS)
    found = []
    for band in range(BANDS):
        rows = np.ascontiguousarray(signs[:, band * ROWS : (band + 1) * ROWS])
        keys = rows.view(np.dtype((np.void, rows.shape[1] * rows.itemsize))).ravel()
        _, bucket = np.unique(keys, return_inverse=True)
        order = np.argsort(bucket, kind="stable")
        starts = np.flatnonzero(np.diff(bucket[order], prepend=-1, append=-2))
        for begin, end in pairwise(starts):
            if end - begin > 1:
                i, j = np.triu_indices(end - begin, 1)
                members = order[begin:end]
                found.append(np.stack([members[i], members[j]], 1))
    pairs = np.unique(np.concatenate(found or [np.empty((0, 2), np.int64)]), axis=0)
    same = [float(np.mean(signs[i] == signs[j])) for i, j in pairs]
    return [(int(i), int(j)) for (i, j), s in zip(pairs, same, strict=True) if s >= THRESHOLD]


def gaoya(dump: str) -> Pairs:
    """Gaoya's own index, filled and asked in bulk on all cores."""
    from gaoya.minhash import MinHashStringIndex

    texts = texts_of(dump)
    index = MinHashStringIndex(
        32, THRESHOLD, BANDS, ROWS, None, "word", True, (5, 5), id_container="smallvec"
    )
    index.par_bulk_insert_docs(list(range(len(texts))), texts)
    return distinct(enumerate(index.par_bulk_query(texts)))


def rensa(dump: str) -> Pairs:
    """Rensa's RMinHash, all texts in one call, and its index (32 bands of 4, as 25 do not go)."""
    from rensa import RMinHash, RMinHashLSH

    sketches = RMinHash.from_token_sets([grams(t) for t in texts_of(dump)], PERMUTATIONS, 1)
    index = RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=32)
    index.insert_many(sketches)
    for i, near in enumerate(index.query_all(sketches)):
        for j in near:
            if i < j and sketches[i].jaccard(sketches[j]) >= THRESHOLD:
                yield i, j


def datasketch(dump: str) -> Pairs:
    """Datasketch's MinHash with one batch of updates a text, and its index."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, ROWS))
    sketches = []
    for i, text in enumerate(texts_of(dump)):
        sketch = MinHash(num_perm=PERMUTATIONS, scheme="affine32")
        sketch.update_batch([gram.encode() for gram in set(grams(text))])
        sketches.append(sketch)
        index.insert(i, sketch, check_duplication=False)
    for i, sketch in enumerate(sketches):
        for j in index.query(sketch):
            if i < j and sketch.jaccard(sketches[j]) >= THRESHOLD:
                yield i, j


def simhash(dump: str) -> Pairs:
    """Simhash's own index, at the distance of 3 bits that its paper found best for pages."""
    from simhash import Simhash, SimhashIndex

    sketches = [(i, Simhash(grams(text))) for i, text in enumerate(texts_of(dump))]
    index = SimhashIndex([(str(i), sketch) for i, sketch in sketches], k=3)
    return distinct((i, map(int, index.get_near_dups(sketch))) for i, sketch in sketches)


def distinct(near: Iterable[tuple[int, Iterable[int]]]) -> Iterator[tuple[int, int]]:
    """Each pair once, from the neighbours of each text."""
    seen = {(min(i, j), max(i, j)) for i, others in near for j in others if i != j}
    return iter(sorted(seen))


CONTENDERS: dict[str, Callable[[str], Pairs]] = {
    "daft": daft,
    "gaoya": gaoya,
    "rensa": rensa,
    "datasketch": datasketch,
    "simhash": simhash,
}


def main() -> None:
    """Run one rival."""
    name, dump, out = sys.argv[1:]
    pairs = CONTENDERS[name](dump)
    with open(out, "w", encoding="ascii") as stream:
        stream.writelines(f"{i} {j}\n" for i, j in pairs)


if __name__ == "__main__":
    main()
