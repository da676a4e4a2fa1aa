"""Claims that contradict each other, dates that cannot be, outlets with common names: no crash.

Each goes through the public API, as files do; what only the command can show goes through it.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import CliRunner

import provenance as pv
from provenance.cli.entry import dedupe as command

FERRY = (
    "The harbour council voted on Tuesday to close the old ferry terminal after engineers found "
    "cracks in its piers. Repairs would cost 14 million crowns, said mayor Ilse Brandt, and the "
    "city cannot pay for them before 2031. Commuters will be moved to buses from March. The "
    "shipping line Nordfjord said it would look for another berth, and unions asked for talks "
    "about the 120 people who work at the terminal."
)
REWRITTEN = (
    "Engineers' discovery of cracks in the piers has led the harbour council to shut the old ferry "
    "terminal, it decided on Tuesday. Mayor Ilse Brandt put the repair bill at 14 million crowns, "
    "money the city will not have before 2031. From March commuters go by bus. Nordfjord, the "
    "shipping line, is to seek another berth, while unions want talks over the terminal's 120 "
    "workers."
)
OUTLETS = ("Veltra Herald", "Oster Courier", "Kestrel Post", "Nordmark Gazette")


def run(folder: Path, *records: Mapping[str, Any], recipe: pv.Recipe | None = None) -> pv.Result:
    """A run over records as a file has them; its derivations never close a cycle."""
    path = folder / "pile.jsonl"
    lines = (json.dumps({"id": f"a{n}", **one}) for n, one in enumerate(records))
    path.write_text("\n".join(lines), encoding="utf-8")
    result = pv.dedupe(path, workers=1, recipe=recipe)
    parent = {d.derived: d.source for d in result.derivations()}
    for start in parent:
        at, steps = start, 0
        while at in parent:
            at, steps = parent[at], steps + 1
            assert steps <= len(parent), f"a cycle through {start}"
    assert all(d.derived != d.source for d in result.derivations())
    assert len(parent) == len(list(result.derivations()))
    for match in result.matches():
        assert sum(attrs.astuple(match.outcomes)) == pytest.approx(1)
    return result


def sources(result: pv.Result) -> dict[str, str]:
    return {d.derived: d.source for d in result.derivations()}


def contradiction(folder: Path, trust: float = 0.97) -> pv.Result:
    """The later article's outlet is credited by the earlier one."""
    return run(
        folder,
        {"source": "Veltra Herald", "text": FERRY, "published_at": "2026-01-05T10:00:00Z"},
        {
            "source": "Oster Courier",
            "text": f"According to the Veltra Herald, t{FERRY[1:]}",
            "published_at": "2026-01-04T10:00:00Z",
        },
        recipe=pv.Recipe.from_dict({"derivations": {"trust_time": trust}}),
    )


def test_a_source_that_is_later_by_its_own_account_is_told(tmp_path: Path) -> None:
    (derivation,) = contradiction(tmp_path, trust=0.6).derivations()
    assert (derivation.derived, derivation.source) == ("a1", "a0")
    (time,) = (e for e in derivation.evidence if e.kind == "time")
    assert time.weight < 0
    assert time.text == "published 24.0 hours apart, the source later, by its own account"


def test_trusted_times_outweigh_a_credit(tmp_path: Path) -> None:
    result = contradiction(tmp_path)
    assert "a0" not in sources(result).get("a1", "")
    told = [e.kind for d in result.derivations() for e in d.evidence]
    assert "time" in told


def test_a_credit_that_time_overrules_is_told(tmp_path: Path) -> None:
    told = [e for d in contradiction(tmp_path).derivations() for e in d.evidence]
    (credit,) = (e for e in told if e.kind == "attribution")
    assert "a1 credits Veltra Herald" in credit.text
    assert credit.weight < 0
    assert not credit.spans  # it stands in the other article


def test_a_declared_link_has_no_place_in_the_text(tmp_path: Path) -> None:
    link = "https://veltraherald.example/ferry"
    result = run(
        tmp_path,
        {"source": "Oster Courier", "text": FERRY, "isBasedOn": link, "url": "https://o.example/x"},
    )
    told = [e for d in result.derivations() for e in d.evidence if e.kind == "attribution"]
    assert told
    assert not any(e.spans for e in told)


@pytest.mark.parametrize("size", [2, 3, 4])
def test_a_cycle_of_credits_makes_no_cycle(size: int, tmp_path: Path) -> None:
    result = run(
        tmp_path,
        *(
            {
                "source": OUTLETS[n],
                "text": f"According to the {OUTLETS[(n + 1) % size]}, t{FERRY[1:]}",
                "url": f"https://{n}.example/x",
                "isBasedOn": f"https://{(n + 1) % size}.example/x",
            }
            for n in range(size)
        ),
    )
    assert len(sources(result)) < size
    (story,) = result.stories()
    assert story.independent_origins == 1


def test_an_article_that_credits_itself_has_no_source(tmp_path: Path) -> None:
    text = f"According to the Veltra Herald, t{FERRY[1:]}"
    for source in ("Veltra Herald", "The Veltra Herald", "veltraherald.com"):
        assert sources(run(tmp_path, {"source": source, "text": text})) == {}


def test_an_outlet_that_credits_itself_in_two_articles(tmp_path: Path) -> None:
    result = run(
        tmp_path,
        {"source": "Veltra Herald", "text": f"According to the Veltra Herald, t{FERRY[1:]}"},
        {"source": "Veltra Herald", "text": f"{REWRITTEN} The Veltra Herald reported it."},
    )
    assert not any(source.startswith("unseen:") for source in sources(result).values())


@pytest.mark.parametrize("between", [", ", "; ", "\n"])
def test_a_list_of_five_hundred_sources(between: str, tmp_path: Path) -> None:
    places = "Oster Veltra Kestrel Nordmark Vale Brook Hill Ash Elm Fern Moss Rook Lark Wren Tarn"
    more = "Beck Ridge Ford Glen Dale Wick Holt Shaw Thorp Combe"
    heads = "Herald Courier Post Times Gazette Tribune Chronicle Dispatch Examiner Telegraph"
    others = "Inquirer Observer Bulletin Journal Monitor Press Review Star Mail Echo"
    names = [
        " ".join(pair)
        for pair in itertools.product(f"{places} {more}".split(), f"{heads} {others}".split())
    ]
    assert len(names) == 500
    listed = f"{FERRY}\nSources:{chr(10) if between == chr(10) else ' '}{between.join(names)}"
    result = run(tmp_path, {"text": listed}, {"text": REWRITTEN})
    rows = {row["id"]: row for row in result.table("articles").to_pylist()}
    assert rows["a0"]["declared_sources"] == names
    assert rows["a0"]["n_boilerplate_words"] > 900
    named = {s for s in sources(result).values() if s.startswith("unseen:")} - {"unseen:?"}
    assert named == set()  # a list of 500 names none


def test_a_declared_source_in_the_pile_is_found(tmp_path: Path) -> None:
    result = run(
        tmp_path,
        {"source": "Veltra Herald", "text": FERRY, "url": "https://veltraherald.example/1"},
        {
            "source": "Oster Courier",
            "text": REWRITTEN,
            "isBasedOn": "https://veltraherald.example/1",
        },
    )
    assert sources(result) == {"a1": "a0"}
    said = [e for d in result.derivations() for e in d.evidence if e.kind == "attribution"]
    assert [e.weight > 0 for e in said] == [True]


def test_a_declared_source_that_is_not_in_the_pile_is_named(tmp_path: Path) -> None:
    declared = {"@type": "NewsArticle", "publisher": {"name": "Reuters"}}
    result = run(tmp_path, {"source": "Oster Courier", "text": FERRY, "isBasedOn": declared})
    assert sources(result) == {"a0": "unseen:Reuters"}


WORDS = (
    "Time after time the sun shone on an independent guardian angel, and the mirror told no lie. "
    "Time told. The times reported here were late; people reported as lost were found. "
)


@pytest.mark.parametrize("source", ["Time", "The Sun", "Independent", "Mirror", "The Guardian"])
def test_outlets_with_common_names_are_not_found_in_words(source: str, tmp_path: Path) -> None:
    result = run(tmp_path, {"source": source, "text": FERRY}, {"text": f"{WORDS}{REWRITTEN}"})
    said = [e for d in result.derivations() for e in d.evidence if e.kind == "attribution"]
    assert said == []


@pytest.mark.parametrize(
    ("source", "credit"),
    [
        ("Time", "Time magazine reported"),
        ("The Sun", "The Sun reported"),
        ("independent.co.uk", "The Independent reported"),
        ("Daily Mirror", "The Mirror reported"),
        ("theguardian.com", "The Guardian reported"),
        ("SCMP", "The South China Morning Post reported"),
        ("South China Morning Post", "SCMP reported"),
    ],
)
def test_a_credit_finds_its_outlet_in_the_pile(source: str, credit: str, tmp_path: Path) -> None:
    result = run(tmp_path, {"source": source, "text": FERRY}, {"text": f"{credit} it. {REWRITTEN}"})
    assert sources(result) == {"a1": "a0"}
    said = [e for d in result.derivations() for e in d.evidence if e.kind == "attribution"]
    assert [e.weight > 0 for e in said] == [True]


ODD_DATES = [
    "2150-01-01", "1969-07-20T20:17:40Z", "1605-07-01", "2024-02-29", "2026-01-01T00:00:00+14:00",
    "2026-01-01T00:00:00-12:00", "1767312000123", "2 janvier 2026", "2026年1月2日",
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), list(itertools.pairwise(ODD_DATES)))
def test_odd_dates_are_kept_and_order_what_they_date(one: str, other: str, tmp_path: Path) -> None:
    result = run(
        tmp_path,
        {"text": FERRY, "published_at": one},
        {"text": REWRITTEN, "published_at": other},
        recipe=pv.Recipe.from_dict({"derivations": {"trust_time": 1}}),
    )
    rows = result.table("articles").to_pylist()
    times = {row["id"]: row["published_at"] for row in rows}
    for derived, source in sources(result).items():
        if source in times:
            assert (times[source] - times[derived]).total_seconds() <= 86_400


@pytest.mark.parametrize(
    ("date", "reason"),
    [
        ("0000-01-01", "unreadable date"),
        ("0001-01-01", "placeholder"),
        ("9999-12-31", "placeholder"),
        ("2023-02-29", "unreadable date"),
        ("1404/10/14", "another calendar"),
        ("15 Muharram 1447", "unreadable date"),
        (1767312000123456, "epoch"),
    ],
)
def test_dates_that_are_none_are_told(date: object, reason: str, tmp_path: Path) -> None:
    record = {"text": FERRY, "published_at": date}
    with pytest.raises(pv.InputError, match=reason) as caught:
        run(tmp_path, record)
    assert caught.value.line == 1 and "pile.jsonl" in str(caught.value)
    words = ["run", str(tmp_path / "pile.jsonl"), "-o", str(tmp_path / "out"), "-q"]
    CliRunner().invoke(
        command, [*words, "--on-bad", "quarantine", "--format", "jsonl"], catch_exceptions=False
    )
    assert reason in (tmp_path / "out" / "rejected.jsonl").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("(Reuters)", "unseen:Reuters"),
        ("According to Reuters", "unseen:Reuters"),
        ("Source: Reuters", "unseen:Reuters"),
        ("By Reuters", "unseen:Reuters"),
        ("Edited by Jane Doe", None),
        ("Sources:", None),
        ("()", None),
    ],
)
def test_a_text_of_a_credit_line_alone(text: str, source: str | None, tmp_path: Path) -> None:
    result = run(tmp_path, {"text": text}, {"text": FERRY})
    assert sources(result).get("a0") == source
    assert len({row["story"] for row in result.table("articles").to_pylist()}) == 2


def test_tables_on_standard_output_are_json_lines_and_nothing_else(tmp_path: Path) -> None:
    run(tmp_path, {"text": FERRY})
    path = str(tmp_path / "pile.jsonl")
    with pytest.raises(pv.UsageError, match="prints the articles as JSON lines, and no csv"):
        CliRunner().invoke(
            command, ["run", path, "-o", "-", "--format", "csv"], catch_exceptions=False
        )
    done = CliRunner().invoke(command, ["run", path, "-o", "-", "--format", "jsonl", "-q"])
    assert json.loads(done.stdout)["id"] == "a0"
