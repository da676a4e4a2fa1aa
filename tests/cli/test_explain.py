"""``dedupe explain``: what it prints fits, adds up, and is all there as JSON."""

from __future__ import annotations

import json
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from _dedupe import COMET, DEDUPE, dedupe, refused, write_lines
from rich.cells import cell_len

LATIN = (
    "Mayor Ilse Brandt opened the harbour bridge on Tuesday. It cost 31 million crowns. "
    "“The city cannot wait any longer,” said Brandt. Crowds of Nordfjord came to the pier to see. "
    "Buses will run from March. The old ferry terminal is to close, said engineers of the port.",
    "Crowds came to the pier to see the harbour bridge, which mayor Brandt opened on Tuesday. "
    "The cost: 31 million crowns. She said “the city cannot wait any longer”. The ferry terminal "
    "will close, engineers of the port said. From March there are buses to Kalvan.",
)
CHINESE = (
    "韩国总统李在明将于2026年1月访问中国，这是韩国元首自2019年以来首次访华。他说：“两国关系的恢复是共同的愿望。”"
    "代表团包括200名企业高管。双方将讨论朝鲜核问题和供应链合作。",
    "韩国元首李在明明年1月将前往中国访问，系2019年以来第一次。朝鲜核问题与供应链合作是会谈重点。"
    "随行人员中有200名企业高管。李在明说：“两国关系的恢复是共同的愿望。”",
)
ARABIC = (
    "أعلن رئيس البلدية سامي الحداد إغلاق محطة العبارات القديمة بعد اكتشاف شقوق في أعمدتها. "
    "وقال الحداد: «لا يمكن للمدينة أن تدفع ١٤ مليون كرونة». "
    "وسينقل الركاب بالحافلات ابتداء من مارس.",
    "قال سامي الحداد، رئيس البلدية، إن محطة العبارات القديمة ستغلق بعد اكتشاف شقوق في الأعمدة. "
    "وتبلغ كلفة الإصلاح 14 مليون كرونة. ابتداء من مارس سينقل الركاب بالحافلات.",
)
PAIRS = {"la": LATIN, "zh": CHINESE, "ar": ARABIC}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A saved run with a pair in each of three scripts."""
    folder = tmp_path_factory.mktemp("explain")
    records = [
        {"id": f"{name}-{k}", "text": text, "title": f"{name} \x1b[1m {k}"}
        for name, pair in PAIRS.items()
        for k, text in enumerate(pair, 1)
    ]
    write_lines(folder / "in.jsonl", [*records, {"id": "comet", "text": COMET}])
    assert dedupe("run", "in.jsonl", "-o", "out", cwd=folder).code == 0
    return folder / "out"


@cache
def explained(run: Path, name: str, *words: str, **env: str) -> str:
    done = dedupe("explain", run, f"{name}-1", f"{name}-2", *words, env=env)
    assert (done.code, done.err) == (0, "")
    return done.out


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize(("columns", "most"), [("80", 80), ("300", 140)])
def test_lines_fit_the_terminal(run: Path, name: str, columns: str, most: int) -> None:
    lines = explained(run, name, "--all", COLUMNS=columns).splitlines()
    assert max(map(cell_len, lines)) == most  # the rules reach the edge, and nothing goes beyond
    assert all(line == line.rstrip() for line in lines)
    bars = {cell_len(line[: line.index(" | ")]) for line in lines if " | " in line}
    assert len(bars) == 1, "the right column begins in one place"


def test_marks_read_without_colour(run: Path) -> None:
    out = explained(run, "la", "--all", COLUMNS="80")
    assert "\x1b" not in out
    assert "In both:  {quote}  [name]  _number_  *word*\n" in out
    flat = re.sub(r"\s+", " ", out)
    for mark in (
        "_31_",
        "[Brandt]",
        "[Tuesday]",
        "[March]",
        "*engineers of the port*",
        "Names and numbers of A",
    ):
        assert mark in flat, mark
    assert re.search(r"\{The city cannot", out)
    assert "Order: " in out and re.search(r"Without a partner: \d of 6 sentences of A, ", out)
    assert "Names and numbers of B alone: Kalvan\n" in out
    assert "{两国关系的恢复" in explained(run, "zh", "--all", COLUMNS="80")
    assert "{١٤ مليون كرونة}" in explained(run, "ar", "--all", COLUMNS="300")


def test_colour_is_for_terminals_that_want_it(run: Path) -> None:
    assert "\x1b[" in explained(run, "la", FORCE_COLOR="1", TERM="xterm-256color")
    plain = explained(run, "la", FORCE_COLOR="1", NO_COLOR="1", TERM="xterm-256color")
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]", plain)


@pytest.mark.parametrize("name", PAIRS)
def test_the_waterfall_adds_up_to_the_digit(run: Path, name: str) -> None:
    out = explained(run, name, "--all", COLUMNS="300")
    row = r"^ +([+-]\d+\.\d\d)  [+-]* .* ([+-]\d+\.\d\d) +([<>]?\d\.\d\d)$"
    rows = re.findall(row, out, re.M)
    assert len(rows) >= 3
    total = 0
    for step, printed, _ in rows:
        total += round(float(step) * 100)
        assert total == round(float(printed) * 100)
    verdict = re.match(r".*: rewrite, probability (0\.\d\d)\.", out)
    if verdict:
        assert rows[-1][2] == verdict[1]
    weights = [abs(float(step)) for step, *_ in rows[1:-1]]
    assert weights == sorted(weights, reverse=True)


def test_the_best_eight_unless_all_are_asked_for(tmp_path: Path) -> None:
    words = [
        "harbour",
        "ferry",
        "bridge",
        "tunnel",
        "castle",
        "garden",
        "museum",
        "airport",
        "pier",
    ]
    words += ["theatre"]
    line = "The {} of Borekstad closed on day {} after the storm tore off its roof."
    for name, tail in (("a", ""), ("b", " It rained.")):
        text = "\n".join(
            line.format(word, 40 + k) + tail * (k == 9) for k, word in enumerate(words)
        )
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    short = dedupe("compare", "a.txt", "b.txt", cwd=tmp_path)
    whole = dedupe("compare", "a.txt", "b.txt", "--all", cwd=tmp_path)
    assert short.out.count(", word for word -") == 8
    assert "Aligned: 10 sentences; above are 8 of them (--all shows every one)." in short.out
    assert whole.out.count(", word for word -") == 10
    assert "Aligned: 10 sentences.\n" in whole.out
    heads = [int(n) for n in re.findall(r"^A (\d+) ~", whole.out, re.M)]
    assert heads == sorted(heads)


def marked(text: str, data: dict[str, Any], side: str) -> set[str]:
    return {
        text[slice(*span)].casefold()
        for sentence in data["sentences"]
        for mark in sentence["marks"]
        for span in mark[side]
    }


@pytest.mark.parametrize("name", PAIRS)
def test_json_holds_everything_with_places_in_the_text(run: Path, name: str) -> None:
    data = json.loads(explained(run, name, "--format", "json", PYTHONIOENCODING="ascii"))
    assert [data[side]["id"] for side in "ab"] == [f"{name}-1", f"{name}-2"]
    total = data["base"] + sum(one["weight"] for one in data["evidence"])
    assert data["log_odds"] == pytest.approx(total, abs=1e-9)
    if data["outcomes"]:
        assert sum(data["outcomes"].values()) == pytest.approx(1, abs=1e-6)
        assert data["relation"] in data["verdict"].replace(" ", "_")
    for text, side in zip(PAIRS[name], "ab", strict=True):
        assert marked(text, data, side)
        for sentence in data["sentences"]:
            assert text[slice(*sentence[side]["span"])] == sentence[side]["text"]
            low, high = sentence[side]["span"]
            places = sorted(tuple(s) for mark in sentence["marks"] for s in mark[side])
            assert all(low <= start < end <= high for start, end in places)
        alone = [text[slice(*span)] for span in data["without_partner"][side]]
        assert all(part in text for part in alone)
    assert {"la": "31", "zh": "200", "ar": "١٤ مليون كرونة"}[name] in marked(
        PAIRS[name][0], data, "a"
    )


def test_json_of_a_pair_without_a_match(run: Path) -> None:
    done = dedupe("explain", run, "comet", "zh-1", "--format", "json")
    data = json.loads(done.out)
    assert (data["relation"], data["probability"], data["outcomes"]) == (None, None, None)
    assert data["verdict"].startswith("No match: nothing links these two.")
    assert data["chances"]["copy"] < 0.1


def test_a_reader_that_has_seen_enough(run: Path) -> None:
    command = f"{DEDUPE} explain {run} la-1 la-2 --all | head -n 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 1


def test_what_it_refuses(run: Path) -> None:
    refused(dedupe("explain", run, "la-3", "la-1"), 2, "'la-3'", "did you mean 'la-2' or 'la-1'")
    refused(dedupe("explain", run, "la-1", "la-1", "--format", "json"), 2, "named twice")
    wrong = dedupe("explain", run, "la-1", "la-2", "--format", "xml")
    assert wrong.code == 2 and "'xml' is not one of 'text', 'json'" in wrong.err


def test_inputs_that_are_gone(run: Path, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes((run.parent / "in.jsonl").read_bytes())
    assert dedupe("run", "in.jsonl", "-o", "out", cwd=tmp_path).code == 0
    (tmp_path / "in.jsonl").unlink()
    matched = dedupe("explain", tmp_path / "out", "la-1", "la-2")
    assert matched.code == 0
    assert "log-odds" in matched.out and "In both:" not in matched.out
    assert "(the texts are out of reach: an input of the run is gone or has changed)" in matched.out
    data = json.loads(dedupe("explain", tmp_path / "out", "la-1", "la-2", "--format", "json").out)
    assert data["a"]["text_at_hand"] is False and data["sentences"] == []
