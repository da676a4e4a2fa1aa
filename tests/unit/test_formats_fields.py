"""Which field is which, and what each takes."""

import hashlib
import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from provenance.errors import InputError, UsageError
from provenance.formats import from_objects
from provenance.formats.fields import NAMES


def one(record: dict[str, Any], **options: Any) -> dict[str, Any]:
    (chunk,) = from_objects([record], **options)
    (row,) = chunk.batch.to_pylist()
    return row  # type: ignore[no-any-return]


VALUES: dict[str, tuple[Any, Any]] = {
    "id": (7, "7"),
    "text": ("Some words.", "Some words."),
    "title": ("A title", "A title"),
    "source": ({"id": None, "name": "Reuters"}, "Reuters"),
    "published_at": ("2026-01-02", datetime(2026, 1, 2, tzinfo=UTC)),
    "modified_at": ("2026-01-02", datetime(2026, 1, 2, 23, 59, 59, tzinfo=UTC)),
    "first_seen_at": ("2026-01-02T03:04:05Z", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)),
    "url": ("https://example.org/a", "https://example.org/a"),
    "language": ("en", "en"),
    "authors": (["Jo", {"name": "Al"}], ["Jo", "Al"]),
}


@pytest.mark.parametrize(
    ("ours", "theirs"), [(ours, name) for ours, names in NAMES.items() for name in names]
)
@pytest.mark.parametrize("spell", [str, str.upper], ids=["as-is", "upper"])
def test_common_names_are_guessed(ours: str, theirs: str, spell: Any) -> None:
    given, wanted = VALUES[ours]
    record = {spell(theirs): given, "other": 1}
    if ours != "text":
        record["text"] = "Some words."
    row = one(record)
    assert row[ours] == wanted
    assert json.loads(row["extra"]) == {"other": 1}


def test_the_likelier_name_wins_and_the_other_is_kept() -> None:
    row = one({"content": "Short", "body": "The whole", "canonical": "c", "url": "u"})
    assert (row["text"], row["url"]) == ("The whole", "u")
    assert json.loads(row["extra"]) == {"content": "Short", "canonical": "c"}


def test_a_named_field_wins_over_guesses_and_does_not_serve_twice() -> None:
    row = one({"text": "teaser", "name": "The long text", "headline": "H"}, fields={"text": "name"})
    assert (row["text"], row["title"]) == ("The long text", "H")
    assert json.loads(row["extra"]) == {"text": "teaser"}


def test_of_two_spellings_the_exact_one_wins_then_the_first() -> None:
    assert one({"TEXT": "a", "Text": "b", "text": "c"})["text"] == "c"
    assert one({"TEXT": "a", "Text": "b"})["text"] == "a"


def test_the_answer_of_a_news_api_is_recognised() -> None:
    with pytest.raises(InputError) as caught:
        one({"status": "ok", "articles": [{"content": "Words"}]})
    assert caught.value.hint is not None and "jq -c '.articles[]'" in caught.value.hint


def test_an_empty_name_leaves_a_field_unread() -> None:
    row = one({"text": "t", "date": "soon"}, fields={"published_at": ""})
    assert row["published_at"] is None
    assert json.loads(row["extra"]) == {"date": "soon"}


def test_unknown_fields_and_doubled_names_are_refused() -> None:
    with pytest.raises(UsageError, match="did you mean 'text'"):
        one({"text": "t"}, fields={"txt": "body"})
    with pytest.raises(UsageError, match="two fields"):
        one({"text": "t"}, fields={"text": "a", "title": "a"})


def test_a_name_that_no_record_has_is_not_passed_over() -> None:
    with pytest.raises(InputError, match="no record has a field 'heding'"):
        one({"text": "t", "heading": "h"}, fields={"title": "heding"})


def test_missing_text_names_what_is_there_and_what_to_do() -> None:
    with pytest.raises(InputError) as caught:
        one({"id": 1, "story_html": "Long words here", "x": "y"})
    error = caught.value
    assert (error.file, error.line, error.field) == ("<objects>", 1, "text")
    assert "id, story_html, x" in error.reason
    assert error.hint is not None and "--field text=story_html" in error.hint


@pytest.mark.parametrize(
    ("given", "wanted"),
    [(7, "7"), (7.0, "7"), (7.5, "7.5"), (Decimal("7.00"), "7"), ("a b", "a b"),
     ({"$oid": "65a"}, "65a"), (2**80, str(2**80))],
)  # fmt: skip
def test_ids_become_text(given: Any, wanted: str) -> None:
    assert one({"text": "t", "id": given})["id"] == wanted


@pytest.mark.parametrize("given", [None, "", float("nan")])
def test_a_record_without_an_id_gets_a_digest_of_its_content(given: Any) -> None:
    row = one({"id": given, "text": "t", "title": "T", "source": "S", "date": "2026-01-02"})
    content = b'["t","T","S","2026-01-02T00:00:00Z"]'
    assert row["id"] == hashlib.sha256(content).hexdigest()[:16]


def test_the_same_content_without_an_id_gets_distinct_ids() -> None:
    chunks = from_objects([{"text": "t"}, {"text": "u"}, {"text": "t"}, {"text": "t"}])
    (chunk,) = chunks
    a, b, c, d = chunk.batch.column("id").to_pylist()
    assert (c, d) == (f"{a}-2", f"{a}-3")
    assert b not in (a, c, d)


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("text", None, "null"),
        ("text", "", "empty text"),
        ("text", " \n\t ", "empty text"),
        ("text", 5, "a number"),
        ("text", ["a"], "a list"),
        ("text", {"rendered": "a"}, "an object"),
        ("text", True, "true or false"),
        ("text", "a\ud800b", "surrogate"),
        ("title", "a\udfffb", "surrogate"),
        ("title", ["a"], "a list"),
        ("id", True, "true or false"),
        ("id", ["a"], "a list"),
        ("id", "\ud800", "surrogate"),
        ("source", {"id": 5}, "no name"),
        ("authors", [["a"]], "a list"),
        ("published_at", "soon", "unreadable date"),
        ("extra_text", "\ud800", "surrogate"),
    ],
    ids=repr,
)
def test_bad_values(field: str, value: Any, reason: str) -> None:
    with pytest.raises(InputError, match=reason) as caught:
        one({"text": "t", field: value})
    error = caught.value
    assert error.line == 1
    assert error.field == ("extra" if field == "extra_text" else field)
    assert error.hint


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (None, None),
        ("", None),
        ([], None),
        ("[]", None),
        ("Jo March", ["Jo March"]),
        ('["Jo", "Al"]', ["Jo", "Al"]),
        ("[sic]", ["[sic]"]),
        (("Jo", None, "", "Al"), ["Jo", "Al"]),
        ({"name": "Jo"}, ["Jo"]),
    ],
)
def test_authors(given: Any, wanted: list[str] | None) -> None:
    assert one({"text": "t", "authors": given})["authors"] == wanted


def test_wrapped_dates_and_odd_extras_are_taken() -> None:
    row = one(
        {"text": "t", "date": {"$date": {"$numberLong": "1767312000000"}}, "n": [{(1, 2): 2**70}],
         "d": Decimal("1.5"), "at": datetime(2026, 1, 2, tzinfo=UTC)}
    )  # fmt: skip
    assert row["published_at"] == datetime(2026, 1, 2, tzinfo=UTC)
    extra = json.loads(row["extra"])
    assert extra == {"n": [{"(1, 2)": 2**70}], "d": "1.5", "at": "2026-01-02T00:00:00Z"}


@pytest.mark.parametrize(("given", "wanted"), [(3600, 3600), ("60", 60), (60.0, 60), (None, 1)])
def test_a_record_may_say_how_exact_its_date_is(given: Any, wanted: int) -> None:
    row = one({"text": "t", "date": "2026-01-02T03:04:05", "published_resolution_s": given})
    assert (row["published_resolution_s"], row["extra"]) == (wanted, None)


@pytest.mark.parametrize("given", [0, -1, 1.5, "x", "1" * 5000, 2**31, True, [1]])
def test_a_resolution_that_cannot_be(given: Any) -> None:
    with pytest.raises(InputError, match="whole number of seconds") as caught:
        one({"text": "t", "date": "2026-01-02", "published_resolution_s": given})
    assert caught.value.field == "published_resolution_s"


def test_control_characters_in_a_text_are_kept() -> None:
    assert one({"text": "a\0b\x07\u200b"})["text"] == "a\0b\x07\u200b"
