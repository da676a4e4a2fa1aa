"""A web page as the values of an article: its text, and what it says of itself.

Text, title, author and site come from trafilatura (https://trafilatura.readthedocs.io), which the
extra ``web`` installs; it is imported with the first page.
"""

from __future__ import annotations

import codecs
import json
import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any

from provenance.errors import InputError, MissingExtraError
from provenance.formats.dates import read_date
from provenance.formats.values import as_extra

# The limit of dates is given, as trafilatura's own is today: a page must read the same tomorrow.
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_HEAD = 4096  # browsers look for the charset in the first 1024 bytes; some pages have it later
_PAGE_SLACK = 16 << 20
_CLAIMS = ("isBasedOn", "isBasedOnUrl", "citation")
_SYNDICATION = ("syndication-source", "original-source")
_UNSEEN = ("script", "style", "template", "noscript", "iframe", "svg")
_BLOCKS = (
    "p", "br", "div", "li", "dd", "dt", "tr", "td", "h1", "h2", "h3", "h4", "h5", "h6",
    "blockquote", "figcaption", "pre", "hr",
)  # fmt: skip
_DECLARED = (
    "//meta[@property='article:{0}_time' or @name='article:{0}_time']/@content",
    "//meta[@itemprop='date{1}']/@content",
    "//time[@itemprop='date{1}']/@datetime",
)
# A day beside its month and year: 2026-03-02, 20260302, 2 de marzo de 2026, March 2nd, 2. 3. 2026
_STATED = (
    r"{y}\D{{0,2}}0?{m}\D{{0,2}}0?{d}(?!\d)|(?<!\d)0?{d}\D{{0,6}}[^\W\d]{{3,}}\D{{0,6}}{y}"
    r"|[^\W\d]{{3,}}\W{{1,2}}0?{d}\D{{1,6}}{y}|(?<!\d)0?{d}\.\s?0?{m}\.\s?{y}"
)


def most_bytes(max_article_bytes: int) -> int:
    """The longest page or feed read, in bytes: its mark-up may outweigh the longest text."""
    return 2 * max_article_bytes + _PAGE_SLACK


def library() -> Any:
    """The module trafilatura.

    Raises:
        MissingExtraError: it is not installed.
    """
    try:
        import trafilatura
    except ImportError as error:
        missing = (error.name or "trafilatura").split(".")[0]
        raise MissingExtraError("reading HTML", missing, "web") from error
    # It logs each page that has no text without saying which; the fault that is raised names it.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return trafilatura


def article(
    data: bytes, file: str, line: int | None = None, *, charset: str | None = None
) -> dict[str, Any]:
    """What a page holds: all fields of an article but its id; ``extra`` has what it declares.

    The charset is UTF-8 where the bytes are that, else the one given, else the one that the page
    names, else trafilatura's guess. A date is the moment that the page declares, else a day that
    stands in it; a month alone is no date.

    Raises:
        InputError: the page has no text, or cannot be parsed.
        MissingExtraError: trafilatura is not installed.
    """
    found = library()
    try:
        tree = found.load_html(_decoded(data, charset))
        page = None if tree is None else _extracted(found, tree)
        values = _values(tree, page) if page is not None else {"text": ""}
    except Exception as error:  # whatever a page does to a parser, the next one can be read
        reason = f"the page cannot be parsed ({type(error).__name__}: {error})"
        hint = "remove it, or set such pages aside: --on-bad quarantine"
        raise InputError(reason, file=file, line=line, hint=hint) from error
    if not values["text"].strip():
        raise InputError(
            "no text can be extracted from the page",
            file=file,
            line=line,
            hint="a list of links, or filled by a script? remove it, or set such pages aside: "
            "--on-bad quarantine",
        )
    return values


def fragment_text(html: str) -> str:
    """The text of a piece of HTML, a paragraph a line; blank if it has none.

    Raises:
        MissingExtraError: trafilatura is not installed.
    """
    # Nothing is weighed here: what a feed gives is the article, or the beginning of it.
    tree = library().load_html(f"<html><body><div>{html}</div></body></html>")
    from lxml import etree

    etree.strip_elements(tree, *_UNSEEN, with_tail=False)
    for element in tree.iter(*_BLOCKS):
        element.text = f"\n{element.text or ''}"
        element.tail = f"\n{element.tail or ''}"
    lines = (" ".join(line.split()) for line in tree.text_content().split("\n"))
    return "\n".join(line for line in lines if line)


def _extracted(found: Any, tree: Any) -> Any:
    return found.bare_extraction(
        tree, include_comments=False, with_metadata=True, date_extraction_params=_DATES
    )


def _decoded(data: bytes, charset: str | None) -> str | bytes:
    """The page as text, or as it is where only a guess can say what its bytes mean."""
    named = _CHARSET.search(data[:_HEAD])
    for name in ("utf-8-sig", charset, named and named[1].decode("ascii", "replace")):
        if not name:
            continue
        try:
            label = codecs.lookup(name).name
            if label.startswith(("utf-16", "utf-32")):
                continue  # what names its charset in ASCII is neither
            # What the web calls Latin-1 or ASCII is Windows-1252 (WHATWG Encoding Standard, 4.2)
            return data.decode("cp1252" if label in ("iso8859-1", "ascii") else label)
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    return data


def _values(tree: Any, page: Any) -> dict[str, Any]:
    nodes = list(_json_ld(tree))
    names = (page.author or "").split(";")
    return {
        "text": page.text or "",
        "title": page.title,
        "source": page.sitename,
        "published_at": _date(tree, nodes, "published") or _day(tree, page.date),
        "modified_at": _date(tree, nodes, "modified"),
        "url": page.url,
        "language": (tree.get("lang") or "").strip() or None,
        "authors": [name.strip() for name in names if name.strip()],
        "extra": dict(_declared(tree, nodes)),
    }


def _date(tree: Any, nodes: list[Mapping[str, Any]], what: str) -> str | None:
    """The first date declared that can be read: when it was ``published`` or ``modified``."""
    given = [node.get(f"date{what.title()}") for node in nodes if _is_article(node)]
    for path in _DECLARED:
        given += tree.xpath(path.format(what, what.title()))
    for value in given:
        try:
            if isinstance(value, str) and read_date(value) is not None:
                return str(value)
        except ValueError:
            continue
    return None


def _day(tree: Any, day: str | None) -> str | None:
    """The day that trafilatura found, if it stands in the page."""
    if day is None:
        return None
    year, month, number = day.split("-")
    stated = _STATED.format(y=year, m=int(month), d=int(number))
    # Of "2026-03" trafilatura makes a day of March: the one that today's date has.
    from lxml import etree

    return day if re.search(stated, etree.tostring(tree, encoding="unicode")) else None


def _is_article(node: Mapping[str, Any]) -> bool:
    return any(word in str(node.get("@type")) for word in ("Article", "Posting", "Report"))


def _declared(tree: Any, nodes: list[Mapping[str, Any]]) -> Iterator[tuple[str, Any]]:
    """What the page says of where it comes from, under the names it uses."""
    found: dict[str, Any] = {}
    for href in tree.xpath("//link[@rel='canonical']/@href")[:1]:
        found["canonical"] = str(href)
    for name in _SYNDICATION:
        for value in tree.xpath("//meta[@name=$name]/@content", name=name)[:1]:
            found[name] = str(value)
    for node in nodes:
        for name in _CLAIMS:
            if node.get(name):
                found.setdefault(name, node[name])
    for name, value in found.items():
        try:
            as_extra({name: value})
        except ValueError:  # half of a character in a claim must not cost the article
            continue
        yield name, value


def _json_ld(tree: Any) -> Iterator[Mapping[str, Any]]:
    """The objects of the page's JSON-LD that stand at the top, or in a list or graph there."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            value = json.loads(script.text_content(), strict=False)
        except (ValueError, RecursionError):
            continue
        waiting = [value]
        while waiting:
            value = waiting.pop(0)
            if isinstance(value, list):
                waiting += value
            elif isinstance(value, Mapping):
                yield value
                waiting += [value["@graph"]] if "@graph" in value else []
