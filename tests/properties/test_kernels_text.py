"""What tokens promise about writing systems, positions and arbitrary bytes."""

from __future__ import annotations

import unicodedata

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from kernel_strategies import broken, packed, texts

from provenance.kernels import compiled, reference

# Assigned in the oldest Unicode version of a supported Python, so that `unicodedata` knows them.
composed = [
    chr(p)
    for p in range(0x110000)
    if unicodedata.decomposition(chr(p)) and not 0xD800 <= p < 0xE000
]


def hashes(text: str) -> list[int]:
    values: list[int] = compiled.tokenize(*packed([text.encode()])).hash.tolist()
    return values


@settings(max_examples=300)
@given(st.text(st.sampled_from([*composed, "a", "'", ".", " ", "\u0301", "\u0323"]), max_size=30))
def test_canonical_forms_give_the_same_tokens(text: str) -> None:
    nfc, nfd = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert hashes(nfc) == hashes(nfd)


def test_every_character_folds_as_its_canonical_decomposition() -> None:
    for char in composed:
        word = f"x{char}x"
        assert hashes(word) == hashes(unicodedata.normalize("NFD", word)), f"U+{ord(char):04X}"


@given(st.text(st.characters(codec="ascii"), max_size=60))
def test_full_width_is_ascii(text: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    plain = text.replace("``", " ").replace("''", " ")
    if plain == text:
        assert hashes(wide) == hashes(text)


@given(texts)
def test_folding_is_stable(text: str) -> None:
    folded = b" ".join(reference.fold_tokens(text)).decode()
    spaced = reference.fold_tokens(folded)
    spaceless = compiled.tokenize(*packed([text.encode()])).flags & 64
    if not spaceless.any():
        assert b" ".join(spaced).decode() == folded


@given(st.lists(broken, min_size=1, max_size=4))
def test_places_are_in_order_and_inside(batch: list[bytes]) -> None:
    tokens = compiled.tokenize(*packed(batch))
    for doc, text in enumerate(batch):
        rows = slice(tokens.offsets[doc], tokens.offsets[doc + 1])
        start, end, line = tokens.start[rows], tokens.end[rows], tokens.line[rows]
        assert (start < end).all() and (start >= 0).all() and (end <= len(text)).all()
        assert (np.diff(start) > 0).all() and (np.diff(line) >= 0).all()
        assert line.tolist() == [text[:place].count(b"\n") for place in start.tolist()]


@given(st.lists(broken, min_size=2, max_size=4))
def test_documents_do_not_see_each_other(batch: list[bytes]) -> None:
    together = compiled.tokenize(*packed(batch))
    alone = [compiled.tokenize(*packed([text])) for text in batch]
    for field in ("hash", "stem", "start", "end", "line", "flags"):
        joined = np.concatenate([getattr(tokens, field) for tokens in alone])
        assert getattr(together, field).tolist() == joined.tolist()


@given(broken)
def test_a_broken_byte_separates(text: bytes) -> None:
    repaired = text.decode(errors="replace").encode()
    assert hashes(repaired.decode()) == compiled.tokenize(*packed([text])).hash.tolist()
