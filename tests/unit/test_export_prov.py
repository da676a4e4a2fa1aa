"""W3C PROV, read back by the package ``prov`` and, for XML, by a plain XML reader."""

from __future__ import annotations

import io
import sys
from xml.etree import ElementTree

import made_run as made
import prov
import pytest
from made_run import COLON, CONTROL, DOT, EMOJI, ESCAPE, QUOTED, URL
from prov.model import ProvBundle, ProvDerivation, ProvDocument

from provenance.errors import MissingExtraError

pytestmark = pytest.mark.filterwarnings("error")

NOTATIONS = {"prov-json": "json", "prov-n": "provn", "prov-xml": "xml"}
PROV = "{http://www.w3.org/ns/prov#}"


def read(to: str) -> ProvDocument:
    return prov.read(io.BytesIO(made.exported(made.run(), to)), format=NOTATIONS[to])


def bundle(to: str = "prov-json") -> ProvBundle:
    [found] = read(to).bundles
    return found


def item(name: str) -> str:
    from provenance.formats.export.names import name_of

    return f"item:{name_of('article', name)}"


def derivations(found: ProvBundle) -> dict[tuple[str, str], tuple[set[str], dict[str, set]]]:
    """Types and attributes of each derivation, by (derived, source)."""
    out = {}
    for record in found.get_records(ProvDerivation):
        derived, source = (str(value) for _, value in record.formal_attributes[:2])
        values: dict[str, set] = {}
        for name, value in record.extra_attributes:
            values.setdefault(str(name), set()).add(value)
        out[derived, source] = ({str(t) for t in record.get_asserted_types()}, values)
    return out


def test_the_three_notations_say_the_same() -> None:
    """PROV-XML has no place for the order of attributes; documents compare without it."""
    json, provn, xml = (read(to) for to in NOTATIONS)
    assert json == provn
    assert json == xml


@pytest.mark.parametrize("to", NOTATIONS)
def test_derivations_are_what_prov_calls_them(to: str) -> None:
    found = derivations(bundle(to))
    reuters = "item:unseen.s-1.Reuters_x003A__x0020__x0002_wire"
    assert {pair: types for pair, (types, _) in found.items()} == {
        (item(CONTROL), item(QUOTED)): set(),
        (item(COLON), item(CONTROL)): {"prov:Quotation"},
        (item(EMOJI), item(CONTROL)): {"prov:Revision"},
        (item(QUOTED), reuters): {"prov:PrimarySource"},
        (item(ESCAPE), reuters): {"prov:Quotation"},
        (item(DOT), "item:unseen.f-4"): set(),
        (item(URL), "item:unseen.f-4"): set(),
    }
    _, values = found[item(COLON), item(CONTROL)]
    assert values["pv:probability"] == {0.8}
    assert values["pv:kind"] == {"excerpt"}
    assert values["pv:evidence"] == {
        "+1.250 time: published after bell_x0007_ nul_x0000_ cr_x000D_ del\x7f _xFFFE_",
        "-0.500 attribution: credits _x000B_ it [3:9, 20:31]",
    }


def test_articles_are_entities_of_their_outlets() -> None:
    text = bundle().get_provn()
    assert f"wasAttributedTo({item(QUOTED)}, item:outlet.The_x0020__x0022_Post_x0022_)" in text
    assert "wasAttributedTo(item:unseen.s-1.Reuters" in text
    [record] = bundle().get_record(item(QUOTED))
    values = {str(name): value for name, value in record.extra_attributes}
    assert values["prov:label"] == "Ferry <closed> & _x0001_ gone"
    assert made.decoded(values["pv:id"]) == QUOTED
    assert values["pv:publishedAt"] == made.NOON
    assert values["pv:language"] == "en-GB"
    assert {str(v) for k, v in record.extra_attributes if str(k) == "pv:author"} == {
        "Ann Lee",
        "Bo Ek",
    }


def test_duplicates_are_alternates_and_stories_collections() -> None:
    text = bundle().get_provn()
    assert f"alternateOf({item(DOT)}, {item(URL)})" in text
    assert "hadMember(item:story.s-2, item:family.f-5)" in text
    assert f"hadMember(item:family.f-4, {item(URL)})" in text
    assert "item:story.s-3" not in text


def test_the_run_is_an_activity_that_generated_the_bundle() -> None:
    document = read("prov-n")
    [found] = document.bundles
    text = document.get_provn()
    run = str(found.identifier).replace("result", "run")
    assert f"wasGeneratedBy({found.identifier}, {run}, -)" in text
    assert f"wasAssociatedWith({run}, item:software.news-provenance, item:recipe.00ff)" in text
    assert 'pv:recipeDigest="00ff"' in text
    assert 'pv:version="python 3.11.0"' in text
    assert r'pv:settings="{\"thresholds\": {\"copy\": 0.5}}"' in text


def test_the_xml_is_xml() -> None:
    root = ElementTree.fromstring(made.exported(made.run(), "prov-xml"))
    assert root.tag == f"{PROV}document"
    [content] = root.findall(f"{PROV}bundleContent")
    assert len(content.findall(f"{PROV}wasRevisionOf")) == 1
    assert len(content.findall(f"{PROV}wasQuotedFrom")) == 2
    assert len(content.findall(f"{PROV}hadPrimarySource")) == 1
    assert len(content.findall(f"{PROV}wasDerivedFrom")) == 3


def test_the_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lxml", None)
    assert made.exported(made.run(), "prov-json")
    with pytest.raises(MissingExtraError, match=r"'lxml'.*\n.*news-provenance\[prov\]"):
        made.exported(made.run(), "prov-xml")
    monkeypatch.setitem(sys.modules, "prov", None)
    with pytest.raises(MissingExtraError, match=r"'prov'.*\n.*news-provenance\[prov\]"):
        made.exported(made.run(), "prov-n")
