"""ninjs 3.0, checked against a schema of the parts of the standard that are written.

The schema below was written for this test from a reading of the IPTC's ninjs 3.0 schema: the same
names, types and required properties, closed to any other property as the standard is.
"""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import made_run as made
import pytest
from made_run import CONTROL, DOT, EMOJI, QUOTED, URL

from provenance.formats.export.names import iri, name_of

TEXT = {"type": "string"}
URI = {"type": "string", "format": "uri", "pattern": "^[a-z]+:[!-~]+$"}


def closed(required: list[str], **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": required,
        "additionalProperties": False,
        "properties": properties,
    }


def several(one: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": one}


VALUED = several(closed(["value"], role=TEXT, contentType=TEXT, value=TEXT))
PERCENT = {"type": "integer", "minimum": 0, "maximum": 100}
ITEM: dict[str, Any] = {
    "uri": URI,
    "type": {"enum": ["text", "audio", "video", "picture", "graphic", "composite", "component"]},
    "representationType": {"enum": ["full", "partial"]},
    "versionCreated": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"},
    "language": TEXT,
    "headlines": VALUED,
    "descriptions": VALUED,
    "by": TEXT,
    "altIds": several(closed([], role=TEXT, value=TEXT)),
    "events": several(closed([], id=TEXT, name=TEXT, rel=TEXT, uri=URI, literal=TEXT)),
    "infoSources": several(closed([], name=TEXT, role=TEXT, uri=URI, literal=TEXT)),
    "subjects": several(
        closed([], name=TEXT, rel=TEXT, uri=URI, literal=TEXT, creator=TEXT, confidence=PERCENT)
    ),
    "standard": closed([], name=TEXT, version=TEXT, schema=URI),
}
ASSOCIATIONS = several(closed(["name", "uri"], name=TEXT, **ITEM))
SCHEMA = closed(["uri"], **ITEM, associations=ASSOCIATIONS)


def objects() -> dict[str, dict[str, Any]]:
    lines = made.exported(made.run(), "ninjs").decode().split("\n")
    assert lines.pop() == ""
    found = [json.loads(line) for line in lines]
    return {one["altIds"][0]["value"]: one for one in found}


def test_every_line_fits_the_standard() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    found = objects()
    assert found.keys() == {one.id for one in made.run().articles()}
    for one in found.values():
        jsonschema.validate(one, SCHEMA)
        assert all(one.values())


def test_the_schema_sees_faults() -> None:
    good = objects()[QUOTED]
    for bad in ({"probability": 0.5}, {"type": "story"}, {"uri": "with blanks"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(good | bad, SCHEMA)


def test_what_an_article_says_of_itself() -> None:
    one = objects()[QUOTED]
    assert one["uri"] == iri(name_of("article", QUOTED))
    assert one["headlines"] == [{"role": "main", "value": "Ferry <closed> & \x01 gone"}]
    assert one["versionCreated"] == "2026-01-10T12:30:00Z"
    assert one["by"] == "Ann Lee, Bo Ek"
    assert one["language"] == "en-GB"
    roles = "urn:x-news-provenance:terms:"
    assert one["infoSources"] == [
        {"name": 'The "Post"', "role": f"{roles}publisher"},
        {"name": "Reuters: \x02wire", "role": f"{roles}unseenSource"},
    ]
    declared = [s["name"] for s in objects()[CONTROL]["infoSources"]]
    assert declared == ["AP", "dpa"]
    assert one["events"] == [{"name": "story s-1", "uri": "urn:x-news-provenance:story.s-1"}]


def test_sources_are_associations_with_a_confidence() -> None:
    [source] = objects()[EMOJI]["associations"]
    assert source["uri"] == objects()[CONTROL]["uri"]
    assert source["name"] == f"source (update): {CONTROL}"
    [subject] = source["subjects"]
    assert (subject["confidence"], subject["creator"]) == (70, "news-provenance 0.1.0")
    assert [d["value"][:6] for d in source["descriptions"]] == ["+1.250", "-0.500"]
    assert [a["name"] for a in objects()[DOT]["associations"]] == [
        "source (copy): a source without a name (not in the pile)",
        f"duplicate: {URL}",
    ]
    assert [a["name"] for a in objects()["near-1"]["associations"]] == ["rewrite: near-2"]
