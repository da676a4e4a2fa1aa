"""Names that every format of an export can hold, and one for each thing that is exported.

A name is ``KIND.REST``: ``article.ID``, ``family.ID``, ``story.ID``, ``unseen.STORY.OUTLET``,
``unseen.FAMILY`` (a source without a name), ``outlet.OUTLET``, ``run.DIGEST`` and so on. What may
not stand in a name is written ``_xHHHH_``, its code point in four or eight hexadecimal digits, and
an underscore that would begin such an escape is ``_x005F_``: the scheme of SQL/XML (ISO 9075-14)
and of Office Open XML (``ST_Xstring``). Two ids never share a name, and every name is an XML
``NCName``, a local name of PROV-N and, behind :data:`BASE`, an IRI.
"""

from __future__ import annotations

import re

BASE = "urn:x-news-provenance:"
"""Stands before a name to make it an IRI."""

TERMS = "urn:x-news-provenance:terms:"
"""Stands before our own properties and types, such as ``probability``."""

_ESCAPE = r"_(?=x[0-9A-F]{4})"
_UNFIT_IN_NAME = re.compile(rf"[^A-Za-z0-9._-]|{_ESCAPE}|\.\Z")
# What no XML 1.0 document can hold, not even as &#N;. A carriage return could be held, but
# readers turn it into a line feed.
_UNFIT_IN_XML = re.compile(
    rf"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|{_ESCAPE}"
)  # fmt: skip


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"_x{code:04X}_" if code <= 0xFFFF else f"_x{code:08X}_"


def name_of(kind: str, *parts: str) -> str:
    """The name of a thing; other kinds or parts give another name.

    Parts but the last must be digests of ours, which hold no dot.
    """
    return ".".join([kind, *(_UNFIT_IN_NAME.sub(_escaped, part) for part in parts)])


def iri(name: str) -> str:
    """A name of :func:`name_of` as an IRI."""
    return BASE + name


def xml_text(text: str) -> str:
    """A text as XML can hold it: controls and other forbidden characters as ``_xHHHH_``."""
    return _UNFIT_IN_XML.sub(_escaped, text)
