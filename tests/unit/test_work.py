"""Finished stages: which are taken again, which are not, and who may use their folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
import made_news as news
import pyarrow as pa
import pytest

import provenance as pv
from provenance.errors import EngineError, IncompatibleError, InputError, UsageError
from provenance.formats import origin as start
from provenance.formats.work import Work, open_work, remove_halves
from provenance.recipe import Candidates, Cleaning, Clusters, Fingerprints, Recipe, Thresholds
from provenance.schema import TABLES

ALL = ["fingerprints", "candidates", "verify"]
TABLE = pa.table({"n": [1, 2, 3]})


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    """Copies, edits and retellings of four accounts."""
    texts = [
        one(base) for base in range(4) for one in (news.text, news.text, news.edited, news.retold)
    ]
    rows = [{"id": f"a{k}", "text": text} for k, text in enumerate(texts)]
    path = tmp_path / "dump.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def work(dump: Path) -> Path:
    """A work folder with all stages of a run over the dump."""
    folder = dump.parent / "work"
    assert pv.dedupe(dump, work=folder).manifest["reused"] == []
    return folder


def _reused(source: Any, work: Path, **options: Any) -> list[str]:
    """What a run takes from before; it must find what a run without the folder finds."""
    kept, plain = pv.dedupe(source, work=work, **options), pv.dedupe(source, **options)
    for name in TABLES:
        assert kept.table(name).equals(plain.table(name)), name
    assert kept.manifest["counts"] == plain.manifest["counts"]
    assert plain.manifest["reused"] == []
    reused: list[str] = kept.manifest["reused"]
    return reused


def test_all_stages_are_taken(dump: Path, work: Path) -> None:
    assert _reused(dump, work) == ALL


def test_names_and_places_of_dumps_do_not_matter(dump: Path, work: Path) -> None:
    other = dump.parent / "elsewhere" / "other.jsonl"
    other.parent.mkdir()
    dump.rename(other)
    assert _reused(other, work.rename(other.parent / "moved")) == ALL


def test_the_name_of_a_text_is_its_id(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(news.text(1))
    pv.dedupe(tmp_path / "a.txt", work=tmp_path / "work")
    (tmp_path / "a.txt").rename(tmp_path / "b.txt")
    assert _reused(tmp_path / "b.txt", tmp_path / "work") == []


@pytest.mark.parametrize(
    ("recipe", "taken"),
    [
        (Recipe(clusters=Clusters(family_linkage=0.9)), 3),
        (Recipe(thresholds=Thresholds(copy=0.1)), 2),
        (Recipe(candidates=Candidates(min_shared=9)), 1),
        (Recipe(cleaning=Cleaning(repeated_line=2)), 0),
        (Recipe(fingerprints=Fingerprints(shingle_width=3)), 0),
    ],
)
def test_a_setting_touches_the_stages_that_heed_it(
    recipe: Recipe, taken: int, dump: Path, work: Path
) -> None:
    assert _reused(dump, work, recipe=recipe) == ALL[:taken]


def test_another_question_keeps_stages_of_its_own(dump: Path, work: Path) -> None:
    assert _reused(dump, work, only="copies") == []
    assert _reused(dump, work, only="copies") == ["fingerprints", "verify"]


@pytest.mark.parametrize(
    "options", [{"on_bad": "quarantine"}, {"max_article_bytes": 5000}, {"fields": {"id": "id"}}]
)
def test_other_reading_takes_nothing(options: dict[str, Any], dump: Path, work: Path) -> None:
    assert _reused(dump, work, **options) == []


def test_a_changed_input_takes_nothing(dump: Path, work: Path) -> None:
    lines = dump.read_text("utf-8").splitlines(keepends=True)
    dump.write_text("".join(lines[1:]), "utf-8")
    assert _reused(dump, work) == []


@pytest.mark.parametrize("changed", ["code", "versions"])
def test_other_code_takes_nothing(
    changed: str, dump: Path, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, changed, lambda: "other")
    assert _reused(dump, work) == []


def test_damaged_stages_are_made_again(dump: Path, work: Path) -> None:
    for path in work.rglob("*.arrow"):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert _reused(dump, work) == []
    assert _reused(dump, work) == ALL, "and kept anew"


def test_what_was_set_aside_is_found_again(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text('{"id": "a", "text": "Some words"}\n{"id": "b"}\n')
    options: dict[str, Any] = {"work": tmp_path / "work", "on_bad": "quarantine"}
    first, second = pv.dedupe(path, **options), pv.dedupe(path, **options)
    assert second.manifest["reused"] == ALL
    assert second.table("rejected").equals(first.table("rejected"))
    assert second.manifest["counts"]["rejected"] == 1


def test_texts_are_read_again_when_they_are_asked_for(dump: Path, work: Path) -> None:
    found = pv.dedupe(dump, work=work)
    assert found.texts(["a0"])["a0"].text == news.text(0)


def test_a_stage_that_fails_keeps_those_before_it(dump: Path, tmp_path: Path) -> None:
    def fail(stage: str, done: int, total: int | None) -> None:
        if stage == "verify":
            raise ArithmeticError(stage)

    with pytest.raises(ArithmeticError):
        pv.dedupe(dump, work=tmp_path / "work", progress=fail)
    assert _reused(dump, tmp_path / "work") == ALL[:2]


def test_an_input_that_changes_while_it_is_read(dump: Path, tmp_path: Path) -> None:
    def grow(stage: str, done: int, total: int | None) -> None:
        if stage == "read" and done == 0:
            dump.write_text(dump.read_text() + '{"id": "late", "text": "Late news"}\n')

    with pytest.raises(InputError, match="was changed while it was read"):
        pv.dedupe(dump, work=tmp_path / "work", progress=grow)
    assert _reused(dump, tmp_path / "work") == []


def test_a_folder_is_used_by_one_run_at_a_time(dump: Path, work: Path) -> None:
    with open_work(work), pytest.raises(UsageError, match="another run is using"):
        pv.dedupe(dump, work=work)
    assert _reused(dump, work) == ALL


def test_half_stages_go_and_are_never_found(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    with open_work(folder) as work:
        work.put("stage", "key", {"t": TABLE}, {"seconds": {}})
    (folder / "stage-key").rename(folder / "stage-key.half")
    with open_work(folder) as work:
        assert work.get("stage", "key") is None
        assert not (folder / "stage-key.half").exists()


def test_stages_come_back_as_they_were(tmp_path: Path) -> None:
    with open_work(tmp_path / "work") as work:
        put = work.put("stage", "key", {"t": TABLE}, {"seconds": {"x": 1.5}})
        got = work.get("stage", "key")
        assert got is not None
        assert got.tables["t"].equals(TABLE) and put.tables["t"].equals(TABLE)
        assert got.notes["seconds"] == put.notes["seconds"] == {"x": 1.5}
        assert work.get("stage", "other") is None
        work.remove()
    assert not (tmp_path / "work").exists()


def test_a_kill_before_the_mark_leaves_a_usable_folder(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "work.json.half").write_text("{")
    with open_work(tmp_path / "work"):
        assert json.loads((tmp_path / "work" / "work.json").read_text()) == {"work": 1}


@pytest.mark.parametrize("mark", [None, "", "[]", '{"other": 1}'])
def test_a_foreign_folder_is_refused(mark: str | None, tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("mine")
    if mark is not None:
        (tmp_path / "work.json").write_text(mark)
    with pytest.raises(UsageError, match="is not a work folder"), open_work(tmp_path):
        pass
    assert (tmp_path / "letters.txt").read_text() == "mine"


def test_another_version_is_refused(work: Path) -> None:
    (work / "work.json").write_text('{"work": 99}')
    with pytest.raises(IncompatibleError, match="another version"), open_work(work):
        pass


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EngineError, match="cannot be written"), open_work(tmp_path / "file" / "w"):
        pass
    gone = Work(tmp_path / "gone")
    with pytest.raises(EngineError, match="cannot be written"):
        gone.put("stage", "key", {"t": TABLE}, {})


def test_objects_have_no_stages(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="inputs that are files"):
        pv.dedupe([{"text": "Some words"}], work=tmp_path / "work")
    with pytest.raises(UsageError, match="work is of type int"):
        pv.dedupe(tmp_path, work=3)  # type: ignore[arg-type]


def test_only_halves_of_this_output_go(tmp_path: Path) -> None:
    ours, others = ".out.0123abcd.tmp", [".out.0123abcd.old", ".outer.0123abcd.tmp", ".out.x.tmp"]
    for name in [ours, *others, "out"]:
        (tmp_path / name).mkdir()
    remove_halves(tmp_path / "out")
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([*others, "out"])


def test_at_uses_what_a_saved_run_kept(dump: Path, work: Path, tmp_path: Path) -> None:
    pv.dedupe(dump, work=work).write(tmp_path / "out")
    other = pv.load(tmp_path / "out").at(threshold=0.1)
    assert other.manifest["reused"] == ALL[:2]
    assert other.manifest["recipe_digest"] == Recipe().with_copy(0.1).digest
    dump.write_text("{}")
    with pytest.raises(UsageError, match=r"dump\.jsonl is gone or has changed"):
        pv.load(tmp_path / "out").at(threshold=0.2)


def test_every_group_of_settings_is_known_to_the_stages() -> None:
    """A new group must be given to the kept stage that heeds it, or come behind all of them."""
    kept = {"fingerprints", "cleaning", "candidates", "thresholds"}
    behind = {"clusters", "derivations", "output"}
    assert {field.name for field in attrs.fields(Recipe)} <= kept | behind
