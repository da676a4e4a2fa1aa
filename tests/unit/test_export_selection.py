"""What is exported: all, a story, an article and its lineage; and under which names."""

from __future__ import annotations

import io
from pathlib import Path

import made_run as made
import pytest
from made_run import CONTROL, DOT, EMOJI, ESCAPE, QUOTED, RESERVED, URL

from provenance.errors import OutputExistsError, UsageError
from provenance.formats.export import Selection, export, select
from provenance.model import Kind


def chosen(**part: str) -> Selection:
    run = made.run()
    tables = {name: run.table(name) for name in ("articles", "matches", "derivations", "stories")}
    return select(tables, run.manifest, **part)


def ids(selection: Selection) -> set[str]:
    return {one.id for one in selection.articles}


def test_all_of_a_run() -> None:
    whole = chosen()
    assert len(whole.articles) == 11
    assert len(whole.derivations) == len(whole.sources) == 7
    assert [(m.a, m.b) for m in whole.duplicates] == [(DOT, URL)]
    assert [s.story for s in whole.stories] == ["s-1", "s-2", "s-3"]


def test_an_article_with_its_ancestors_and_descendants() -> None:
    part = chosen(article=CONTROL)
    assert ids(part) == {QUOTED, CONTROL, made.COLON, EMOJI}
    assert len(part.derivations) == 4
    assert ids(chosen(article=EMOJI)) == {QUOTED, CONTROL, EMOJI}
    assert chosen(article=EMOJI).run == part.run == chosen().run


def test_an_article_that_is_called_like_a_source_is_none() -> None:
    """``unseen:?`` as an id: what came from a source without a name did not come from it."""
    assert ids(chosen(article=RESERVED)) == {RESERVED}


def test_a_story_brings_sources_from_elsewhere() -> None:
    assert ids(chosen(story="s-2")) == {DOT, URL, "near-1", "near-2"}
    run = made.result(
        [made.article(name, f"s-{k}", f"f-{k}") for k, name in enumerate("abc", 1)],
        derivations=[made.derivation(*pair, Kind.COPY, 0.9) for pair in ("ab", "bc")],
    )
    tables = {name: run.table(name) for name in ("articles", "matches", "derivations", "stories")}
    part = select(tables, run.manifest, story="s-1")
    assert ids(part) == {"a", "b"}
    assert set(part.sources) == {("a", "b")}
    assert [s.story for s in part.stories] == ["s-1", "s-2"]
    other = select(tables, run.manifest, story="s-3")
    assert (ids(other), other.derivations) == ({"c"}, ())


def test_unseen_sources_are_told_apart() -> None:
    """With a name, one for each story; without, one for each family."""
    whole = chosen()
    reuters = "unseen.s-1.Reuters_x003A__x0020__x0002_wire"
    assert list(whole.unseen()) == ["unseen.f-4", reuters]
    assert whole.sources[QUOTED, "unseen:Reuters: \x02wire"] == reuters
    assert whole.sources[ESCAPE, "unseen:Reuters: \x02wire"] == reuters
    assert whole.sources[CONTROL, QUOTED].startswith("article.say")


def test_undetermined_matches_join_only_what_is_apart() -> None:
    """DOT and URL share a source already, as QUOTED and CONTROL do."""
    assert [(m.a, m.b) for m in chosen().undetermined] == [("near-1", "near-2")]
    rows = [made.article(name, "s", "f") for name in "abc"]
    ring = [
        made.match("a", "b", "duplicate", 0.9),
        made.match("b", "c", "rewrite", 0.6),
        made.match("a", "c", "rewrite", 0.7),
    ]
    run = made.result(rows, ring)
    tables = {name: run.table(name) for name in ("articles", "matches", "derivations", "stories")}
    found = select(tables, run.manifest).undetermined
    assert [(m.a, m.b) for m in found] == [("a", "b"), ("a", "c")]


def test_collections_hold_families_and_single_articles() -> None:
    found = chosen().collections()
    assert list(found) == ["family.f-1", "story.s-1", "family.f-4", "family.f-5", "story.s-2"]
    assert found["story.s-2"] == ["family.f-4", "family.f-5"]
    assert found["story.s-1"][0] == "family.f-1"
    assert made.ids_of(found["story.s-1"]) == sorted([RESERVED, ESCAPE])


def test_what_cannot_be_selected() -> None:
    with pytest.raises(UsageError, match="no story 's-9'"):
        chosen(story="s-9")
    with pytest.raises(UsageError, match="both a story and an article"):
        chosen(story="s-1", article=DOT)
    run = made.run()
    with pytest.raises(UsageError, match=r"no article 'near'.*\n.*'near-1'"):
        run.export("dot", io.BytesIO(), article="near")
    with pytest.raises(UsageError, match="unknown format 'svg'"):
        export(chosen(), "svg", io.BytesIO())


def test_a_file_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from provenance.formats.export import FORMATS

    run = made.run()
    target = tmp_path / "run.dot"
    run.export("dot", target)
    before = target.read_bytes()
    assert before == made.exported(run, "dot")
    with pytest.raises(OutputExistsError):
        run.export("dot", target)

    def broken(_: Selection):
        yield "half"
        raise RuntimeError("oh")

    monkeypatch.setitem(FORMATS, "dot", broken)
    with pytest.raises(RuntimeError):
        run.export("dot", target, overwrite=True)
    assert target.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["run.dot"]


@pytest.mark.parametrize(
    "to", ["prov-json", "prov-n", "prov-xml", "graphml", "dot", "jsonld", "ninjs"]
)
def test_nothing_depends_on_the_clock_or_the_place(to: str) -> None:
    """Seconds of the stages, memory and the paths of files do not show."""
    run = made.run()
    first = made.exported(run, to)
    run.manifest["seconds"] = {"read": 99.0}
    run.manifest["peak_memory_mb"] = 8
    run.manifest["inputs"] = [{"path": "x", "files": [{"path": "/else/b", "sha256": "ab"}]}]
    assert made.exported(run, to) == first
    assert b"/far" not in first
