"""What the verdicts rest on in each language: sentences, quotations, names, plain words, style."""

from __future__ import annotations

import numpy as np
import pytest
from texts_of import CODES, articles, sections

from provenance.kernels import compiled
from provenance.kernels.contract import COMMON, QUOTED, SENTENCE_START, Sets, Tokens
from provenance.stages.background import background, stems_of
from provenance.stages.style import reads_english
from provenance.text.sentences import sentences

languages = pytest.mark.parametrize("code", CODES)


def tokens_of(text: str) -> Tokens:
    raw = np.frombuffer(text.encode(), np.uint8)
    return compiled.tokenize(raw, np.array([0, len(raw)], np.int64))


def sets_of(text: str) -> Sets:
    tokens = tokens_of(text)
    common = background().common
    bits = np.full(len(common), COMMON, np.uint16)
    flags = compiled.flag_words(tokens.stem, tokens.flags, common, bits)
    return compiled.content_sets(tokens.offsets, tokens.stem, flags)


def words_of(text: str) -> set[int]:
    return set(tokens_of(text).stem.tolist())


def reads_as_english(text: str) -> bool:
    tokens = tokens_of(text)
    content = compiled.distinct(tokens.offsets, tokens.stem)
    return bool(reads_english(content, np.array([len(tokens.stem)])).item())


def names_of(text: str) -> set[int]:
    return set(sets_of(text).names.values.tolist())


def stems(words: str) -> set[int]:
    return set(stems_of(words).tolist())


@languages
def test_kernel_and_text_agree_on_sentences(code: str) -> None:
    for text in articles(code).values():
        starts = int(np.count_nonzero(tokens_of(text).flags & SENTENCE_START))
        # ":" before a quotation begins a sentence for the kernel only
        assert abs(len(sentences(text)) - starts) <= 2
        assert len(sentences(text)) >= 2 * (text.count("\n") + 1) - 1


@languages
def test_quotations_are_seen(code: str) -> None:
    text = articles(code)["original"]
    quoted = np.count_nonzero(tokens_of(text).flags & QUOTED)
    assert 0.03 < quoted / len(tokens_of(text).flags) < 0.3


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Der Brand zerstörte am Dienstag die Halle der Firma Lohmann. Die Polizei in Tornau "
         "sucht Zeugen und fragt auch in Tornau nach.", "Firma Lohmann Tornau"),
        ("المصنع في الرملية أغلق أبوابه، وقال عمال من الرملية إنهم ينتظرون.", "الرملية"),
        ("케이블카가 설화산에서 멈췄다. 설화산에서 구조가 이어졌다.", "설화산에서"),
        ("the fire in tornau spread, and tornau burned", "tornau"),
    ],
)  # fmt: skip
def test_names_without_telling_capitals(text: str, names: str) -> None:
    assert names_of(text) == stems(names)


def test_names_with_telling_capitals() -> None:
    text = "The fire that the guards saw late on Tuesday in Tornau was put out by Lohmann in time."
    assert stems("Tornau Lohmann") <= names_of(text)
    assert not names_of(text) & stems("fire guards")
    assert not names_of("The fire burned, and the fire that burned was out." + " " + text) & stems(
        "fire burned"
    )


@languages
def test_a_rewrite_keeps_the_names_and_a_report_does_not(code: str) -> None:
    texts = articles(code)
    names = names_of(texts["original"])
    kept = {role: len(names & words_of(text)) / len(names) for role, text in texts.items()}
    assert len(names) >= 5
    assert kept["rewrite"] >= 0.6
    assert kept["rewrite"] > 1.2 * max(kept["independent"], kept["second"])
    assert kept["unrelated"] <= 0.2


@languages
def test_plain_words_are_known_to_be_plain(code: str) -> None:
    """Unrelated articles share words, and what they share is known not to be rare."""
    texts = articles(code)
    known = background()
    mine, theirs = (words_of(texts[role]) for role in ("original", "unrelated"))
    shared = np.array(sorted(mine & theirs), np.uint32)
    assert np.isin(shared, known.stems).mean() >= 0.5


@languages
def test_style_says_nothing_outside_english(code: str) -> None:
    for text in articles(code).values():
        assert not reads_as_english(text)


def test_english_is_told_by_its_function_words() -> None:
    english = "The mayor said that they would not have been there, who knows about this. " * 3
    short = "Ships left the harbour with the tide and have not been seen."
    shop = "Sale sale sale 50% off iPhone 15 Pro Max best price"
    for text, expected in ((english, True), (short, True), (shop, False), ("", False)):
        assert reads_as_english(text) == expected


@languages
def test_the_files_are_whole(code: str) -> None:
    parts = sections(code)
    assert set(parts) == {"original", "rewrite", "independent", "second", "unrelated", "agency"}
    assert all(parts.values())
