"""Pages, web archives and feeds: what is read from them, and what is wrong with them."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import brotli
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from provenance.errors import EmptyInputError, InputError
from provenance.formats import Chunk, Rejected, open_sources
from provenance.schema import INPUT

DAY = 86_400
FERRY = (
    "The harbour board voted on Monday to close the old ferry terminal at Northquay by October.",
    "Chair Ines Calloway said repairs would cost 41 million crowns, more than the line earns.",
    "About 1,900 commuters use the boat each day, and “many” of them — so she said — live in Åby.",
)
JSON_LD = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "Organization", "name": "Harbour Courier"},
        {
            "@type": "NewsArticle",
            "headline": "Board closes ferry terminal",
            "datePublished": "2026-03-02T06:30:00+01:00",
            "dateModified": "2026-03-04",
            "author": [{"@type": "Person", "name": "Jo Bright"}, {"name": "Al Green"}],
            "publisher": {"@type": "Organization", "name": "Harbour Courier"},
            "isBasedOn": "https://wire.example/ferry",
            "citation": [{"@type": "CreativeWork", "name": "Board minutes"}],
        },
    ],
}


def page(*head: str, text: tuple[str, ...] = FERRY, lang: str = "en-GB", body: str = "") -> str:
    paragraphs = "".join(f"<p>{part}</p>" for part in text)
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><title>Board closes ferry terminal</title>'
        f"{''.join(head)}</head><body><nav><a href='/'>Home</a><a href='/in'>Log in</a></nav>"
        f"<article><h1>Board closes ferry terminal</h1>{paragraphs}{body}</article>"
        "<footer>© 2019 Harbour Courier. All rights reserved.</footer></body></html>"
    )


def ld(value: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def chunks(path: Path, **options: Any) -> list[Chunk]:
    found = list(open_sources(path, **options))
    assert all(chunk.batch.schema == INPUT for chunk in found)
    return found


def rows(path: Path, **options: Any) -> list[dict[str, Any]]:
    return [row for chunk in chunks(path, **options) for row in chunk.batch.to_pylist()]


def aside(path: Path) -> tuple[list[dict[str, Any]], list[Rejected]]:
    found = chunks(path, on_bad="quarantine")
    articles = [row for chunk in found for row in chunk.batch.to_pylist()]
    return articles, [one for chunk in found for one in chunk.rejected]


def saved(tmp_path: Path, data: str | bytes, name: str = "ferry.html") -> Path:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def read(tmp_path: Path, data: str | bytes, name: str = "ferry.html") -> dict[str, Any]:
    (row,) = rows(saved(tmp_path, data, name))
    return row


# Pages


def test_a_page_gives_all_fields(tmp_path: Path) -> None:
    row = read(tmp_path, page('<link rel="canonical" href="https://hc.example/f/1">', ld(JSON_LD)))
    extra = json.loads(row.pop("extra"))
    lines = row.pop("text").split("\n")
    assert [line for line in lines if line in FERRY] == list(FERRY)
    assert not [line for line in lines if "Log in" in line or "©" in line]
    assert row == {
        "id": "ferry",
        "title": "Board closes ferry terminal",
        "source": "Harbour Courier",
        "published_at": datetime(2026, 3, 2, 5, 30, tzinfo=UTC),
        "published_resolution_s": 1,
        "modified_at": datetime(2026, 3, 4, 23, 59, 59, tzinfo=UTC),
        "first_seen_at": None,
        "url": "https://hc.example/f/1",
        "language": "en-GB",
        "authors": ["Jo Bright", "Al Green"],
        "file": str(tmp_path / "ferry.html"),
        "line": None,
    }
    assert extra == {
        "canonical": "https://hc.example/f/1",
        "isBasedOn": "https://wire.example/ferry",
        "citation": [{"@type": "CreativeWork", "name": "Board minutes"}],
    }


@pytest.mark.parametrize("name", ["a.htm", "A.HTML", "a.html.gz"])
def test_suffixes_of_pages(tmp_path: Path, name: str) -> None:
    data = page().encode()
    row = read(tmp_path, gzip.compress(data) if name.endswith("gz") else data, name)
    assert row["id"] == name[0] and FERRY[2] in row["text"]


META = '<meta property="article:published_time" content="{}">'


@pytest.mark.parametrize(
    ("head", "moment", "exact"),
    [
        (META.format("2026-03-02T23:30:00-05:00"), datetime(2026, 3, 3, 4, 30), 1),
        (META.format("2026-03-02T23:30Z"), datetime(2026, 3, 2, 23, 30), 60),
        (META.format("2026-03-02"), datetime(2026, 3, 2), DAY),
        ('<meta name="date" content="2 March 2026">', datetime(2026, 3, 2), DAY),
        ('<link rel="canonical" href="https://a.example/2026/03/02/f">', datetime(2026, 3, 2), DAY),
        (META.format("soon") + META.format("2026-03-02T10:00:00Z"), datetime(2026, 3, 2, 10), 1),
        (ld({"@type": "Event", "datePublished": "2020-01-01"}) + META.format("2026-03-02"),
         datetime(2026, 3, 2), DAY),
        (ld([{"@type": ["NewsArticle"], "datePublished": "2026-03-02"}]),
         datetime(2026, 3, 2), DAY),
    ],
)  # fmt: skip
def test_dates_are_as_exact_as_the_page_says(
    tmp_path: Path, head: str, moment: datetime, exact: int
) -> None:
    row = read(tmp_path, page(head))
    assert row["published_at"] == moment.replace(tzinfo=UTC)
    assert row["published_resolution_s"] == exact


@pytest.mark.parametrize(
    "head", ["", '<meta name="date" content="2026">', '<meta name="date" content="2026-03">']
)
def test_no_day_is_filled_in(tmp_path: Path, head: str) -> None:
    text = (*FERRY, "The terminal opened on 12 March 1998.")
    assert read(tmp_path, page(head, text=text))["published_at"] is None


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:modified_time" content="2026-03-05T10:00:00Z">',
        '<meta itemprop="dateModified" content="2026-03-05T10:00:00Z">',
        ld({"@type": "NewsArticle", "dateModified": "soon"})
        + '<meta property="article:modified_time" content="2026-03-05T10:00:00Z">',
    ],
)
def test_a_page_says_when_it_was_changed(tmp_path: Path, head: str) -> None:
    row = read(tmp_path, page(META.format("2026-03-02") + head))
    assert row["published_at"] == datetime(2026, 3, 2, tzinfo=UTC)
    assert row["modified_at"] == datetime(2026, 3, 5, 10, tzinfo=UTC)


LATIN = '<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">'


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("<meta charset=utf-16>", "utf-8"),
        ("<meta charset='no-such-thing'>", "utf-8"),
        ("<meta charset=windows-1252>", "cp1252"),
        (LATIN, "cp1252"),
    ],
)
def test_the_charset_that_a_page_names(tmp_path: Path, head: str, encoding: str) -> None:
    assert FERRY[2] in read(tmp_path, page(head).encode(encoding))["text"]


def test_a_charset_that_cannot_be_is_passed_over(tmp_path: Path) -> None:
    data = page("<meta charset=utf-16>").encode("cp1252")
    assert FERRY[0] in read(tmp_path, data + b" " * (len(data) % 2))["text"]


def test_a_named_charset_goes_before_a_guess(tmp_path: Path) -> None:
    text = ("Порт закроют до октября, решил в понедельник совет гавани.", "Так сказала глава.")
    data = page("<meta charset=koi8-r>", text=text).replace("©", "").encode("koi8-r")
    assert text[0] in read(tmp_path, data)["text"]


def test_half_a_character_does_not_cost_the_article(tmp_path: Path) -> None:
    node = {**JSON_LD["@graph"][1], "headline": "Ferry \ud83d", "isBasedOn": "\ud83d"}  # type: ignore[dict-item]
    row = read(tmp_path, page(ld({"@context": "https://schema.org", **node})))
    assert FERRY[0] in row["text"]
    assert list(json.loads(row["extra"])) == ["citation"]


def test_json_ld_that_is_broken_is_passed_over(tmp_path: Path) -> None:
    script = '<script type="application/ld+json">{}</script>'
    heads = [script.format("{"), script.format("[" * 100_000), ld(7), META.format("2026-03-02")]
    assert read(tmp_path, page(*heads))["published_resolution_s"] == DAY


def test_syndication_tags_are_kept(tmp_path: Path) -> None:
    row = read(tmp_path, page('<meta name="syndication-source" content="https://wire.example/f">'))
    assert json.loads(row["extra"]) == {"syndication-source": "https://wire.example/f"}


BAD_PAGES = {
    "empty": (b"", "the file is empty"),
    "no body": (b"<html><head><title>x</title></head></html>", "no text can be extracted"),
    "script": (b"<html><body><script>fill()</script><div id=a></div></body></html>", "no text"),
    "bytes": (bytes(range(256)) * 4, "no text can be extracted"),
}


@pytest.mark.parametrize("kind", BAD_PAGES)
def test_a_page_without_text_is_a_fault_that_can_be_set_aside(tmp_path: Path, kind: str) -> None:
    data, reason = BAD_PAGES[kind]
    path = saved(tmp_path, data, "a.html")
    with pytest.raises(InputError, match=reason) as caught:
        rows(path)
    assert caught.value.file == str(path) and caught.value.hint
    saved(tmp_path, page(), "b.html")
    articles, (rejected,) = aside(tmp_path)
    assert [row["id"] for row in articles] == ["b"]
    assert (rejected.file, rejected.line) == (str(path), None)
    assert rejected.raw == data.decode("utf-8", "backslashreplace")


def test_a_page_above_the_limit(tmp_path: Path) -> None:
    path = saved(tmp_path, page())
    with pytest.raises(InputError, match="above the limit of 100"):
        rows(path, max_article_bytes=100)
    huge = saved(tmp_path, b" " * (17 << 20), "huge.html")
    with pytest.raises(InputError, match="above the limit"):
        rows(huge, max_article_bytes=100)


def test_bytes_read_are_those_on_disk(tmp_path: Path) -> None:
    path = saved(tmp_path, gzip.compress(page().encode()), "a.html.gz")
    assert sum(chunk.bytes_read for chunk in chunks(path)) == path.stat().st_size


# Web archives

Response = tuple[str, bytes, dict[str, str]]


def warc(*responses: Response, packed: bool = True) -> bytes:
    sink = io.BytesIO()
    writer = WARCWriter(sink, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "test"}))
    for number, (uri, body, given) in enumerate(responses):
        headers = {"Content-Type": "text/html", **given}
        status = headers.pop("status", "200 OK")
        record = writer.create_warc_record(
            uri,
            headers.pop("type", "response"),
            payload=io.BytesIO(body),
            http_headers=StatusAndHeaders(status, list(headers.items()), protocol="HTTP/1.1"),
            warc_headers_dict={
                "WARC-Date": "2026-03-04T05:06:07Z",
                "WARC-Record-ID": f"<urn:uuid:{number}>",
            },
        )
        writer.write_record(record)
    return sink.getvalue()


def ferry(uri: str = "https://hc.example/f", **given: str) -> Response:
    names = {name.replace("_", "-"): value for name, value in given.items()}
    return uri, page('<link rel="canonical" href="https://wire.example/f">').encode(), names


def test_pages_of_an_archive(tmp_path: Path) -> None:
    data = warc(
        ferry(),
        ("https://hc.example/a.png", b"PNG", {"Content-Type": "image/png"}),
        ferry("https://hc.example/gone", status="404 Not Found"),
        ferry("https://hc.example/g", Content_Type="application/xhtml+xml; charset=UTF-8"),
        ferry(),
        ferry("https://hc.example/again", type="revisit"),
    )
    found = rows(saved(tmp_path, data, "a.warc.gz"))
    assert [(row["id"], row["url"], row["line"]) for row in found] == [
        ("https://hc.example/f", "https://hc.example/f", 2),
        ("https://hc.example/g", "https://hc.example/g", 5),
        ("<urn:uuid:4>", "https://hc.example/f", 6),
    ]
    assert all(FERRY[1] in row["text"] for row in found)
    assert json.loads(found[0]["extra"]) == {
        "canonical": "https://wire.example/f",
        "warc_date": "2026-03-04T05:06:07Z",
    }
    assert found[0]["published_at"] is None
    assert found[0]["first_seen_at"] == datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


@pytest.mark.parametrize("name", ["plain.warc", "by-record.warc.gz", "as-a-whole.warc.gz"])
def test_packing_of_archives(tmp_path: Path, name: str) -> None:
    plain = warc(ferry(), ferry("https://hc.example/g"), packed=False)
    packed = warc(ferry(), ferry("https://hc.example/g"))
    data = {"plain": plain, "by-record": packed, "as-a-whole": gzip.compress(plain)}
    path = saved(tmp_path, data[name.partition(".")[0]], name)
    found = chunks(path)
    assert [row["line"] for chunk in found for row in chunk.batch.to_pylist()] == [2, 3]
    assert sum(chunk.bytes_read for chunk in found) == path.stat().st_size


def chunked(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n0\r\n\r\n" % (len(data), data)


@pytest.mark.parametrize(
    ("packing", "pack"),
    [
        ({"Content-Encoding": "gzip"}, gzip.compress),
        ({"Content-Encoding": "gzip"}, bytes),
        ({"Content-Encoding": "br"}, brotli.compress),
        ({"Content-Encoding": "br"}, lambda data: b"\xef\xbb\xbf\n" + data),
        ({"Transfer-Encoding": "chunked"}, chunked),
    ],
)
def test_packing_of_pages(tmp_path: Path, packing: dict[str, str], pack: Any) -> None:
    data = warc(("https://hc.example/f", pack(page().encode()), packing))
    assert FERRY[2] in read(tmp_path, data, "a.warc.gz")["text"]


def test_the_charset_that_the_server_names(tmp_path: Path) -> None:
    kind = {"Content-Type": 'text/html; charset="windows-1252"'}
    data = warc(("https://hc.example/f", page().encode("cp1252"), kind))
    assert FERRY[2] in read(tmp_path, data, "a.warc")["text"]


def test_a_page_of_an_archive_above_the_limit(tmp_path: Path) -> None:
    long = page().encode() + b" " * (17 << 20)
    path = saved(tmp_path, warc(("https://hc.example/f", long, {})), "a.warc.gz")
    with pytest.raises(InputError, match="above the limit of 16,777,416"):
        rows(path, max_article_bytes=100)


def test_bad_pages_of_an_archive_are_set_aside(tmp_path: Path) -> None:
    data = warc(
        ("https://hc.example/0", b"<html><body></body></html>", {}),
        ("https://hc.example/1", brotli.compress(b"?" * 99)[:-1], {"Content-Encoding": "br"}),
        ferry(),
    )
    articles, rejected = aside(saved(tmp_path, data, "a.warc.gz"))
    assert [row["line"] for row in articles] == [4]
    assert [one.line for one in rejected] == [2, 3]
    assert "no text can be extracted" in rejected[0].reason
    assert rejected[0].raw == "<html><body></body></html>"
    assert "cannot be decompressed (br)" in rejected[1].reason


@pytest.mark.parametrize("cut", [400, 40])
def test_an_archive_that_breaks_off(tmp_path: Path, cut: int) -> None:
    plain = warc(ferry(), ferry("https://hc.example/g"), packed=False)
    articles, rejected = aside(saved(tmp_path, plain[:-cut], "a.warc"))
    assert [row["line"] for row in articles] == [2]
    assert [one.line for one in rejected] == [3]
    assert "breaks off" in rejected[0].reason


def test_a_compressed_archive_that_breaks_off(tmp_path: Path) -> None:
    packed = warc(ferry(), ferry("https://hc.example/g"))
    articles, rejected = aside(saved(tmp_path, packed[:-100], "a.warc.gz"))
    assert [row["line"] for row in articles] == [2]
    assert [one.line for one in rejected] == [3]
    assert "truncated or damaged" in rejected[0].reason


def test_no_archive(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InputError, match="not a WARC file"):
        rows(saved(tmp_path, b"no archive at all\n", "a.warc"))
    with pytest.raises(EmptyInputError, match="the file is empty"):
        rows(saved(tmp_path, b"", "b.warc"))
    with pytest.raises(EmptyInputError, match="no record in the input"):
        rows(saved(tmp_path, warc(), "c.warc"))
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("digit", ["9", "99", "-", "x"])
def test_an_archive_whose_lengths_are_wrong(
    tmp_path: Path, digit: str, capsys: pytest.CaptureFixture[str]
) -> None:
    head, name, rest = warc(ferry(), ferry(), packed=False).rpartition(b"Content-Length: ")
    articles, rejected = aside(saved(tmp_path, head + name + digit.encode() + rest, "d.warc"))
    assert [row["line"] for row in articles] == [2]
    assert rejected
    first, name, rest = head.partition(b"Content-Length: ")
    articles, rejected = aside(saved(tmp_path, first + name + digit.encode() + rest, "e.warc"))
    assert rejected and not articles
    assert capsys.readouterr() == ("", "")


# Feeds

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Valley Post</title><link>https://vp.example/</link><language>en</language>
<item><guid isPermaLink="false">vp-7</guid><title>Ferry &amp; quay to close</title>
<link>https://vp.example/7</link><pubDate>Mon, 02 Mar 2026 09:30:00 +0100</pubDate>
<dc:creator>Jo Bright</dc:creator><source url="https://hc.example/rss">Harbour Courier</source>
<description>Short.</description>
<content:encoded><![CDATA[<p>One paragraph, with <a href="/x">a link</a> &amp; more.</p>
<p>And a <b>second</b>.</p><!-- no --><script>track()</script>]]></content:encoded></item>
<item><link>https://vp.example/8</link><pubDate>2 Mar 2026</pubDate>
<description>&lt;p&gt;Apple growers expect a late harvest.&lt;/p&gt;</description></item>
</channel></rss>"""

ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Hafenbote</title><id>urn:hb</id>
<entry><id>urn:hb:1</id><title>F\u00e4hre</title><link href="https://hb.example/1"/>
<updated>2026-03-02</updated><author><name>A. Gr\u00fcn</name></author>
<author><name>B. Blau</name></author>
<source><id>urn:w</id><title>Draht</title><link href="https://d.example/"/></source>
<summary>Kurz.</summary><content type="html">&lt;p&gt;Der Hafen schlie\u00dft.&lt;/p&gt;</content>
</entry>
<entry><id>urn:hb:2</id><title>x</title><link href="https://hb.example/2"/>
<published>2026-03-01T10:00:00Z</published><updated>2026-03-09T10:00:00Z</updated>
<content type="text">3 &lt;b&gt; 4, he said.</content></entry></feed>"""

RDF = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://r.example/"><title>R</title><link>https://r.example/</link></channel>
<item rdf:about="https://r.example/1"><title>One</title><link>https://r.example/1</link>
<dc:date>2026-03-02T10:00Z</dc:date><description>Words of one entry.</description></item>
</rdf:RDF>"""


def test_rss(tmp_path: Path) -> None:
    path = saved(tmp_path, RSS, "a.rss")
    first, second = rows(path)
    assert json.loads(first.pop("extra")) == {
        "source_feed": {"title": "Harbour Courier", "url": "https://hc.example/rss"}
    }
    assert first == {
        "id": "vp-7",
        "text": "One paragraph, with a link & more.\nAnd a second.",
        "title": "Ferry & quay to close",
        "source": "Valley Post",
        "published_at": datetime(2026, 3, 2, 8, 30, tzinfo=UTC),
        "published_resolution_s": 1,
        "modified_at": None,
        "first_seen_at": None,
        "url": "https://vp.example/7",
        "language": "en",
        "authors": ["Jo Bright"],
        "file": str(path),
        "line": 1,
    }
    assert (second["id"], second["line"]) == ("https://vp.example/8", 2)
    assert second["text"] == "Apple growers expect a late harvest."
    assert second["published_resolution_s"] == DAY
    assert second["title"] is None and second["extra"] is None


def test_atom(tmp_path: Path) -> None:
    first, second = rows(saved(tmp_path, ATOM, "a.atom"))
    assert (first["text"], first["authors"]) == ("Der Hafen schließt.", ["A. Grün", "B. Blau"])
    assert first["published_at"] == datetime(2026, 3, 2, tzinfo=UTC)
    assert first["published_resolution_s"] == DAY
    assert json.loads(first["extra"])["source_feed"]["title"] == "Draht"
    assert (first["source"], first["language"]) == ("Hafenbote", "de")
    assert second["text"] == "3 <b> 4, he said."
    assert second["published_at"] == datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert (first["modified_at"], second["modified_at"]) == (
        None,
        datetime(2026, 3, 9, 10, tzinfo=UTC),
    )


def test_rdf(tmp_path: Path) -> None:
    row = read(tmp_path, RDF, "a.xml")
    assert (row["id"], row["text"]) == ("https://r.example/1", "Words of one entry.")
    assert row["published_resolution_s"] == 60


def test_a_compressed_feed_in_another_charset(tmp_path: Path) -> None:
    data = ATOM.replace("UTF-8", "ISO-8859-1").encode("latin-1")
    found = rows(saved(tmp_path, gzip.compress(data), "a.atom.gz"))
    assert found[0]["text"] == "Der Hafen schließt."


def test_a_feed_that_is_not_well_formed_is_read(tmp_path: Path) -> None:
    feed = RSS.replace("Ferry &amp; quay", "Ferry & quay")
    found = rows(saved(tmp_path, feed, "a.rss"))
    assert [row["title"] for row in found] == ["Ferry & quay to close", None]
    assert found[0]["source"] == "Valley Post"


@pytest.mark.parametrize("half", ["&#xD83D;", "&#56832;", "&#xd83d;&#xde00;"])
def test_halves_of_characters_in_a_feed_are_left_out(tmp_path: Path, half: str) -> None:
    feed = RSS.replace("Ferry", f"Ferry{half}").replace("One", f"One{half}&#8212;")
    first, _ = rows(saved(tmp_path, feed.replace("Apple", f"Apple{half}"), "a.rss"))
    assert first["title"] == "Ferry & quay to close"
    assert first["text"].startswith("One— paragraph")


def test_a_feed_that_breaks_off(tmp_path: Path) -> None:
    articles, (rejected,) = aside(saved(tmp_path, RSS[: RSS.index("harvest")], "a.rss"))
    assert [row["id"] for row in articles] == ["vp-7"]
    assert rejected.line == 2 and "breaks off" in rejected.reason


def test_bad_entries_are_set_aside(tmp_path: Path) -> None:
    feed = RSS.replace("2 Mar 2026<", "some day<").replace("Apple", "Pear")
    bare = "<item><guid>vp-9</guid><title>x</title><description> </description></item>"
    path = saved(tmp_path, feed.replace("</channel>", f"{bare}</channel>"), "a.rss")
    articles, (date, text) = aside(path)
    assert [row["id"] for row in articles] == ["vp-7"]
    assert (date.line, date.raw) == (2, "<p>Pear growers expect a late harvest.</p>")
    assert "'published'" in date.reason and "some day" in date.reason
    assert (text.line, text.raw) == (3, "")
    assert "neither content nor summary" in text.reason
    with pytest.raises(InputError, match=r"a\.rss, line 2, field 'published'") as caught:
        rows(path)
    assert "--on-bad quarantine" in (caught.value.hint or "")


@pytest.mark.parametrize("data", [b"<sitemap><url/></sitemap>", b"plain words", b"\xff\xfe\x00<"])
def test_no_feed(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(InputError, match="not a feed"):
        rows(saved(tmp_path, data, "a.xml"))


def test_a_feed_is_never_taken_for_a_file_name(tmp_path: Path) -> None:
    other = saved(tmp_path, RSS, "other.rss")
    with pytest.raises(InputError, match="not a feed"):
        rows(saved(tmp_path, str(other), "a.rss"))


# As a program


def dedupe(*arguments: str, blocked: str = "") -> subprocess.CompletedProcess[str]:
    code = (
        f"import sys; sys.modules.update(dict.fromkeys({blocked.split()!r}))\n"
        "from provenance.cli import main\nsys.argv[0] = 'dedupe'\nmain()"
    )
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        env=environment,
        timeout=120,
    )


def test_two_saved_pages_are_one_family(tmp_path: Path) -> None:
    saved(tmp_path, page(), "page1.html")
    saved(tmp_path, BAD_PAGES["script"][0], "page3.html")
    saved(tmp_path, page(body="<p>Fares stay as they are.</p>"), "page2.html")
    out = tmp_path / "out"
    pages = [str(tmp_path / name) for name in ("page1.html", "page2.html", "page3.html")]
    run = dedupe("run", *pages, "-o", str(out), "--format", "jsonl", "--on-bad", "quarantine")
    assert run.returncode == 0, run.stderr
    articles = [json.loads(line) for line in (out / "articles.jsonl").read_text().splitlines()]
    assert [row["id"] for row in articles] == ["page1", "page2"]
    assert len({row["family"] for row in articles}) == 1
    assert "discarding" not in run.stderr


@pytest.mark.parametrize(
    ("name", "blocked", "what"),
    [
        ("a.html", "trafilatura", "reading HTML needs the package 'trafilatura'"),
        ("a.warc", "warcio warcio.archiveiterator", "reading WARC needs the package 'warcio'"),
        ("a.rss", "feedparser", "reading feeds needs the package 'feedparser'"),
    ],
)
def test_without_the_extra(tmp_path: Path, name: str, blocked: str, what: str) -> None:
    path = saved(tmp_path, "x", name)
    run = dedupe("run", str(path), "--on-bad", "quarantine", blocked=blocked)
    assert run.returncode == 5
    assert what in run.stderr and "pip install 'news-provenance[web]'" in run.stderr


def test_other_formats_do_without_the_extra(tmp_path: Path) -> None:
    run = dedupe(
        "run",
        str(saved(tmp_path, FERRY[0], "a.txt")),
        blocked="trafilatura warcio feedparser lxml brotli",
    )
    assert run.returncode == 0, run.stderr
