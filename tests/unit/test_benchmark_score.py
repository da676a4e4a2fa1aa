"""What is counted as right and wrong when a run is scored."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import score
from figures import Verdict, judge
from made_truth import write_truth
from truth import Pair, Truth, pair, read_truth

import provenance as pv
from provenance.errors import InputError, UsageError
from provenance.model import Relation

LINK = ("llmfake/1:x", "sheepdog/1", "llmfake:paraphrase")
OTHER = ("llmfake/2:x", "sheepdog/2", "llmfake:open_ended")
ECB = {"ecb/1": "x", "ecb/2": "y"}
TRUTH = Truth(
    links=(LINK, OTHER),
    siblings=(("q/1:a", "q/1:b"), ("q/2:a", "q/2:b")),
    story={"basil/1_1": "1", "basil/1_2": "1", "basil/1_3": "1", "basil/2_1": "2"} | ECB,
    credited=frozenset({("basil/1_1", "basil/1_2")}),
    near=((("t/1", "t/2"), 2), (("t/1", "t/3"), 0), (("t/2", "t/3"), 1)),
)
APART = {name: name for name in TRUTH.story}


def said(relation: Relation, a: float = 0.1, b: float = 0.1, c: float = 0.1) -> Verdict:
    return Verdict(relation, a, b, c, 1 - a - b - c)


def value(given: dict[Pair, Verdict], name: str, story: dict[str, str] = APART) -> float | None:
    return judge(given, story, TRUTH).figures[name].value


def test_same_story_does_not_find_a_link_and_any_copy_does() -> None:
    both = pair(*LINK[:2])
    assert value({both: said(Relation.SAME_STORY)}, "rewrites.faithful") == 0
    for relation in (r for r in Relation if r.is_copy):
        assert value({both: said(relation)}, "rewrites.faithful") == 1
        assert value({both: said(relation)}, "rewrites.drifting") == 0
        assert value({pair(*OTHER[:2]): said(relation)}, "rewrites.drifting") == 1


def test_copies_across_unrelated_sets_are_false_and_within_a_group_are_not() -> None:
    found = {
        pair(*LINK[:2]): said(Relation.REWRITE),
        ("llmfake/3", "sheepdog/4"): said(Relation.REWRITE),
        ("basil/1_1", "t/1"): said(Relation.REWRITE),
        ("basil/1_1", "t/2"): said(Relation.SAME_STORY),
    }
    assert value(found, "copies.unrelated_per_1000") == 1000 / len(APART)
    assert value(found, "copies.precision") == 0.5
    across = {("basil/1_1", "basil/2_1"): said(Relation.REWRITE)}
    assert value(across, "copies.across_stories_per_1000") == 1000 / len(APART)
    assert value(across, "copies.unrelated_per_1000") == 0


def test_reports_that_credit_each_other_are_not_judged() -> None:
    credited = {("basil/1_1", "basil/1_2"): said(Relation.REWRITE)}
    assert value(credited, "basil.called_copies") == 0
    assert value({("basil/1_1", "basil/1_3"): said(Relation.REWRITE)}, "basil.called_copies") == 0.5


def test_siblings_want_a_common_source() -> None:
    found = {
        ("q/1:a", "q/1:b"): said(Relation.REWRITE, c=0.5),
        ("q/2:a", "q/2:b"): said(Relation.REWRITE, a=0.5),
    }
    assert value(found, "siblings.found") == 1
    assert value(found, "siblings.common_on_top") == 0.5


def test_direction_is_read_from_the_side_of_the_derived() -> None:
    derived, source, kind = LINK
    assert derived < source
    sure = {(derived, source): said(Relation.REWRITE, a=0.95, b=0.01, c=0.01)}
    assert value(sure, "direction.sure_right") == 1
    assert value(sure, "direction.brier") == pytest.approx(0.05**2 + 0.01**2)
    turned = Truth(((source, derived, kind),), (), {}, frozenset(), ())
    figures = judge(sure, {}, turned).figures
    assert figures["direction.decided_right"].value == 0
    assert figures["direction.sure"].value == 1
    half = {(derived, source): said(Relation.REWRITE, a=0.5, b=0.2)}
    assert value(half, "direction.decided") == 0


def test_near_duplicates_ask_for_shared_words() -> None:
    found = {
        ("t/1", "t/2"): said(Relation.NEAR_DUPLICATE),
        ("t/1", "t/3"): said(Relation.EXCERPT),
        ("t/2", "t/3"): said(Relation.REWRITE),
    }
    for name in ("precision", "recall", "f1"):
        assert value(found, f"near_duplicates.{name}") == 0.5


def test_calibration_looks_at_pairs_of_known_truth_alone() -> None:
    link, unknown = pair(*LINK[:2]), ("llmfake/1:x", "llmfake/9")
    found = {link: said(Relation.REWRITE), unknown: said(Relation.REWRITE)}
    card = judge(found, APART, TRUTH)
    assert card.figures["calibration.error"].value == pytest.approx(1 - 0.3)
    assert card.figures["calibration.error"].of == 1
    assert sum(b.count for b in card.reliability["calibration"]) == 1
    for false in (("basil/1_1", "t/1"), ("basil/1_2", "basil/1_3"), ("ecb/1", "ecb/2")):
        only = judge({false: said(Relation.SAME_STORY)}, APART, TRUTH).figures
        assert only["calibration.error"].value == pytest.approx(0.3)


def test_stories_are_judged_by_set() -> None:
    right = {**TRUTH.story, "other": "1"}
    assert value({}, "basil.story_f1", right) == 1
    assert value({}, "basil.story_recall") == pytest.approx((3 * 1 / 3 + 1) / 4)


def test_a_written_run_is_scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_truth(tmp_path / "truth")
    result = pv.dedupe(folder / "haystack.jsonl", workers=1)
    cards = []
    for form in ("parquet", "jsonl", "csv"):
        result.write(tmp_path / form, form)  # type: ignore[arg-type]
        assert score.main([str(tmp_path / form), str(folder), "--json"]) == 0
        cards.append(json.loads(capsys.readouterr().out))
    assert cards[0] == cards[1] == cards[2]
    figures = {name: figure["value"] for name, figure in cards[0]["figures"].items()}
    assert figures["rewrites.faithful"] == 1
    assert figures["rewrites.drifting"] == 0
    assert figures["siblings.found"] == 1
    assert figures["basil.called_copies"] == 0.5
    assert figures["near_duplicates.f1"] == 1
    assert score.main([str(tmp_path / "csv"), str(folder)]) == 0
    assert "rewrites.faithful" in capsys.readouterr().out
    assert score.main([str(tmp_path), str(folder)]) == 2
    assert "not a finished run" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("links.tsv", "derived\tsource\n", "links.tsv, line 1: another head"),
        ("siblings.tsv", "a\tb\nx/1\n", "siblings.tsv, line 2: 1 columns instead of 2"),
        ("neardup.tsv", "a\tb\tlabel\nx/1\tx/2\t7\n", "line 2, field 'label': the label is '7'"),
    ],
)
def test_a_bad_table_is_told_by_its_line(
    tmp_path: Path, name: str, text: str, message: str
) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(InputError, match=message):
        read_truth(tmp_path)


def test_a_folder_without_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no truth table"):
        read_truth(tmp_path)
