"""What clean() finds in the seeds, in their shuffled and renamed variants, and in made-up pages."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from provenance.text.clean import clean, first_title

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
TEXT = [path.read_text(encoding="utf-8") for path in SEEDS]

BODY = (
    "The council of Veldhaven voted on Monday to close the old harbour to cargo ships from next "
    "spring, ending a dispute that has split the town for three years.\n"
    "Supporters said the plan would bring visitors back to the quays, while shipping firms warned "
    "that 240 jobs would move up the coast to Oosterduin before the summer.\n"
)


def kinds(text: str) -> list[str]:
    return [b.kind for b in clean(text).boilerplate]


def kept(text: str) -> str:
    """The text without its boilerplate."""
    out, at = "", 0
    for start, end in clean(text).spans:
        out += text[at:start]
        at = end
    return out + text[at:]


def marked(text: str, kind: str) -> list[str]:
    return [text[b.start : b.end] for b in clean(text).boilerplate if b.kind == kind]


def test_five_seeds_are_there() -> None:
    assert [p.name[:3] for p in SEEDS] == ["000", "001", "002", "003", "004"]


@pytest.mark.parametrize("seed", [0, 2])
def test_ai_disclosure_and_related_tail(seed: int) -> None:
    text = TEXT[seed]
    cleaned = clean(text)
    assert [b.kind for b in cleaned.boilerplate] == ["ai_disclosure", "related"]
    start, end = cleaned.ai_disclosure or (0, 0)
    assert text[start:end].startswith("This content is AI-generated")
    assert text[start:end].endswith("verifying with the original source.")
    related = cleaned.boilerplate[1]
    assert text[related.start :].startswith("Related Articles\n")
    assert related.end == len(text.rstrip())
    assert cleaned.title == text.split("\n")[0]


def test_rewrites_share_no_line_once_cleaned() -> None:
    a, b = ({x.strip() for x in kept(TEXT[i]).split("\n")} - {""} for i in (0, 2))
    assert not a & b
    assert set(TEXT[0].split("\n")) & set(TEXT[2].split("\n"))  # they do share lines before


def test_date_prefix_and_generic_authors() -> None:
    cleaned = clean(TEXT[1])
    assert cleaned.published_at == (datetime(2025, 12, 27, tzinfo=UTC), 86_400)
    assert cleaned.authors == ("Staff", "Agencies")
    assert cleaned.title is not None and cleaned.title.startswith("S Korea’s Lee to Court China")
    assert "date 2025" not in kept(TEXT[1]) and "Court China" in kept(TEXT[1])
    assert {b.kind for b in cleaned.boilerplate} == {"date", "byline"}


def test_editor_and_declared_sources() -> None:
    cleaned = clean(TEXT[3])
    assert cleaned.editors == ("Dmitry Drozd",) and cleaned.authors == ()
    assert cleaned.declared_sources == (
        "Al Jazeera Online",
        "Anadolu Ajansı",
        "The Standard (HK)",
        "The Korea Times",
        "The Japan Times",
        "The Korea Herald",
        "Yonhap News Agency",
    )
    named = tuple(TEXT[3][s:e] for s, e in cleaned.declared_source_spans)
    assert named == cleaned.declared_sources
    tail = TEXT[3].index("9 Views")
    assert not kept(TEXT[3])[kept(TEXT[3]).index("for years ahead.") + 16 :].strip()
    assert {b.kind for b in cleaned.boilerplate if b.start >= tail} == {
        *("views", "sources", "related", "feedback")
    }


def test_plain_article_has_nothing() -> None:
    cleaned = clean(TEXT[4])
    assert cleaned.boilerplate == () and cleaned.title is None and cleaned.authors == ()


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("order", range(5))
def test_shuffled_lines_keep_what_a_line_alone_can_tell(seed: int, order: int) -> None:
    lines = [x for x in TEXT[seed].split("\n") if x.strip()]
    whole = clean(TEXT[seed])
    random.Random(order).shuffle(lines)
    cleaned = clean("\n".join(lines))
    assert cleaned.authors == whole.authors and cleaned.editors == whole.editors
    assert cleaned.published_at == whole.published_at
    assert (cleaned.ai_disclosure is None) == (whole.ai_disclosure is None)


@pytest.mark.parametrize("seed", range(5))
def test_dropped_title_and_windows_line_ends(seed: int) -> None:
    text = TEXT[seed]
    rest = text.split("\n", 1)[1]
    assert clean(rest).declared_sources == clean(text).declared_sources
    assert clean(rest).editors == clean(text).editors
    windows = text.replace("\n", "\r\n")
    assert kinds(windows) == kinds(text)
    assert clean(windows).declared_sources == clean(text).declared_sources


def test_given_title_wins() -> None:
    assert clean(TEXT[0], title=" Another ").title == "Another"
    assert clean(TEXT[0], title="  ").title == TEXT[0].split("\n")[0]


def test_first_title_is_what_clean_finds_without_rules() -> None:
    assert first_title(TEXT[0]) == TEXT[0].split("\n")[0]
    assert first_title(TEXT[4]) is None
    assert first_title("Alone") is None and first_title("") is None
    wrapped = "Grain exports from the northern ports\nrose sharply in the month, the\n" * 5
    assert first_title(wrapped) is None


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Jane Doe", ("Jane Doe",)),
        ("BY JANE DOE AND PIET VAN DAM", ("JANE DOE", "PIET VAN DAM")),
        ("By Jane Doe, Staff Writer", ("Jane Doe",)),
        ("By Jane Doe | January 4, 2026", ("Jane Doe",)),
        ("By Jane Doe, John Roe and Ann Poe", ("Jane Doe", "John Roe", "Ann Poe")),
        ("By Reuters", ("Reuters",)),
        ("Von Hans Müller", ("Hans Müller",)),
        ("Por Juan Pérez", ("Juan Pérez",)),
        ("Автор: Иван Петров", ("Иван Петров",)),
        ("— Compiled by Jane Doe", ("Jane Doe",)),
    ],
)
def test_bylines(line: str, authors: tuple[str, ...]) -> None:
    text = f"Veldhaven closes harbour\n{line}\n{BODY}"
    assert clean(text).authors == authors
    assert marked(text, "byline") == [line.strip("— ")] or marked(text, "byline") == [line]


@pytest.mark.parametrize("line", ["By Design", "By 2030, China Will Lead", "By the River", "By"])
def test_headings_are_no_bylines(line: str) -> None:
    assert clean(f"{BODY}{line}\n{BODY}").boilerplate == ()


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("January 4, 2026", 4),
        ("Published: Jan. 4, 2026 10:30 AM EST", 4),
        ("Sunday, 4 January 2026", 4),
        ("4. Januar 2026", 4),
        ("4 de enero de 2026", 4),
        ("4 janvier 2026", 4),
        ("4 января 2026 года", 4),
        ("04.01.2026, 18:30 Uhr", 4),
        ("2026-01-04", 4),
        ("01/24/2026", 24),
    ],
)
def test_date_lines(line: str, day: int) -> None:
    text = f"Veldhaven closes harbour\n{line}\n{BODY}"
    assert clean(text).published_at == (datetime(2026, 1, day, tzinfo=UTC), 86_400)
    assert marked(text, "date") == [line]


@pytest.mark.parametrize(
    "line", ["4 KASIM 2026", "Kasım 4, 2026", "KASIM. 4, 2026", "4 Kasim 2026"]
)
def test_letters_of_months_may_have_other_capitals(line: str) -> None:
    found = clean(f"Head line\n{line}\n{BODY}")
    assert found.published_at == (datetime(2026, 11, 4, tzinfo=UTC), 86_400)


def test_a_blank_beyond_ascii_is_no_name() -> None:
    assert clean(f"By \u3000, Jane Doe\n{BODY}").authors == ("Jane Doe",)


def test_dates_that_decide_nothing() -> None:
    for line in ("03/04/2026", "Updated: January 4, 2026"):
        text = f"Veldhaven closes harbour\n{line}\n{BODY}"
        assert clean(text).published_at is None and marked(text, "date") == [line]
    assert clean(f"Head line\nJanuary 45, 2026\n{BODY}").boilerplate == ()
    assert clean(f"{BODY}It was set for\nJuly 1, 1987.").boilerplate == ()
    assert clean(f"In short\nOn January 4, 2026 the harbour closed\n{BODY}").boilerplate == ()


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("12 Comments", "views"),
        ("Share", "views"),
        ("3 min read", "views"),
        ("Share on Facebook", "views"),
        ("Did you find an error? Tell us.", "feedback"),
        ("© 2025 The Harbour Courier. All rights reserved.", "copyright"),
        ("This material may not be published, broadcast or rewritten.", "copyright"),
        ("Sign up for our newsletter", "subscribe"),
        ("Follow us on Twitter", "subscribe"),
        ("The quays at dawn. (Jane Doe/Getty Images)", "photo"),
        ("Photo: Jane Doe", "photo"),
        ("RELATED: Ferry fares rise again", "related"),
        ("Ann Poe contributed to this report.", "reporting"),
        ("Alle Rechte vorbehalten", "copyright"),
        ("Читайте также: Паром подорожал", "related"),
    ],
)
def test_single_lines(line: str, kind: str) -> None:
    text = f"Veldhaven closes harbour\n{BODY}{line}\n{BODY}"
    assert marked(text, kind) == [line]
    assert kinds(text) == [kind]


def test_reporting_line_names_authors_and_editors() -> None:
    line = (
        "(Reporting by Jane Doe in Veldhaven; additional reporting by Ann Poe; editing by Jo Roe)"
    )
    cleaned = clean(BODY + line)
    assert cleaned.authors == ("Jane Doe", "Ann Poe") and cleaned.editors == ("Jo Roe",)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Sources: Reuters, Harbour Daily Courier", ("Reuters", "Harbour Daily Courier")),
        ("Source: Yonhap", ("Yonhap",)),
        ("With files from Veltra", ("Veltra",)),
        ("(With inputs from PTI)", ("PTI",)),
        ("This article was originally published by Harbour Weekly.", ("Harbour Weekly",)),
        ("Quellen: dpa, AFP", ("dpa", "AFP")),
        ("Источник: ТАСС", ("ТАСС",)),
    ],
)
def test_declared_sources(line: str, names: tuple[str, ...]) -> None:
    text = BODY + line
    assert clean(text).declared_sources == names
    assert tuple(text[s:e] for s, e in clean(text).declared_source_spans) == names


def test_headline_with_sources_is_no_source_list() -> None:
    cleaned = clean(f"Sources: Minister To Visit China\n{BODY}")
    assert cleaned.declared_sources == () and cleaned.boilerplate == ()


def test_source_list_is_capped() -> None:
    text = BODY + "Sources\n" + "".join(f"Harbour Post {i}\n" for i in range(3000))
    assert len(clean(text).declared_sources) == 500


def test_tail_never_swallows_the_article() -> None:
    text = f"{BODY}Read more:\nFerry fares rise again\nNew bridge opens\n{BODY}{BODY}"
    assert marked(text, "related") == ["Read more:\nFerry fares rise again"] or marked(
        text, "related"
    ) == ["Read more:\nFerry fares rise again\nNew bridge opens"]
    assert kept(text).count("240 jobs") == 3
    at_top = f"Related Articles\n{BODY * 3}"
    assert kept(at_top).count("240 jobs") == 3


def test_heading_below_a_list_of_links_stays() -> None:
    text = f"{BODY}Read more:\nFerry fares rise again\nNew bridge opens\nWhat comes next\n{BODY}"
    assert "What comes next" in kept(text) and "New bridge" not in kept(text)


def test_hard_wrapped_prose_is_no_boilerplate() -> None:
    text = (
        "The company said it would issue new stock to holders who\n"
        "share. The board declared a dividend on stock of record\n"
        "July 1, 1987.\n"
        "It said the offer had been underwritten, in the first part,\n"
        "by President Ronald Reagan and by its banks, and that the\n"
        "sources. The rest will be placed with funds in London, where\n"
        "subscribers are said to be many.\n"
    )
    assert clean(text).boilerplate == ()


def test_disclosure_inside_a_line_marks_only_its_sentences() -> None:
    text = f"{BODY[:-1]} This article was written with the help of AI. Errors may occur."
    found = marked(text, "ai_disclosure")
    assert found == ["This article was written with the help of AI. Errors may occur."]


def test_news_about_machines_is_no_disclosure() -> None:
    for line in (
        "This report looks at AI-generated art in the harbour museum.",
        "Police said the photo was generated by AI.",
    ):
        assert clean(BODY + line).ai_disclosure is None


@pytest.mark.parametrize(
    "line",
    [
        "Dieser Text wurde mit Hilfe Künstlicher Intelligenz erstellt.",
        "Este artículo ha sido generado con inteligencia artificial.",
        "Cet article a été rédigé avec une intelligence artificielle.",
        "Этот текст был создан нейросетью.",
        "AI-generated",
    ],
)
def test_disclosures_of_other_tongues(line: str) -> None:
    assert marked(f"{BODY}{line}\n", "ai_disclosure") == [line]


def test_teasers_are_the_smaller_part() -> None:
    short = "The council met again on Monday and voted to close the old harbour in spring.\n"
    text = f"Veldhaven closes harbour\n{BODY}Related Articles\n{short * 20}"
    assert marked(text, "related")[0].count("\n") == 0  # full sentences: not short lines


def test_heading_after_source_names_stays() -> None:
    text = f"{BODY}Sources\nReuters\nHarbour Post\nWhat comes next for the town\n{BODY}"
    assert clean(text).declared_sources == ("Reuters", "Harbour Post")
    assert "What comes next" in kept(text)


def test_a_timeline_is_no_publication_date() -> None:
    days = "".join(
        f"January {d}, 2026\nThe council met and put off the vote.\n" for d in range(4, 9)
    )
    cleaned = clean(f"{BODY * 4}{days}")
    assert cleaned.published_at is None
    assert kept(f"{BODY * 4}{days}").count("January") == 4  # the first may be a date line


def test_a_short_line_in_lower_case_is_still_a_line() -> None:
    assert marked(f"{BODY}The end\nshare\n", "views") == ["share"]
    assert clean(f"{BODY}The owners of the harbour said that they would\nshare\n").boilerplate == ()


def test_prose_is_no_title() -> None:
    prose = "The council of Veldhaven voted on Monday to close the harbour " * 4
    assert clean(f"{prose}\n{BODY * 4}").title is None
    assert clean(f"The harbour will close.\n{BODY}").title is None
