"""W3C PROV, by way of the package ``prov``: PROV-JSON, PROV-N and PROV-XML of one document.

The run is an activity that generated a bundle; what the run says of the articles stands in that
bundle, so that a reader sees who says it and with which settings. Nothing in it depends on the
clock: times of publication are the only ones.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

from provenance.errors import MissingExtraError
from provenance.formats.export.names import BASE, TERMS, name_of, xml_text
from provenance.formats.export.selection import Selection
from provenance.formats.export.words import outlet_of, reason, title_of, unseen_title
from provenance.model import ArticleRow, Derivation, Kind

if TYPE_CHECKING:
    from prov.identifier import QualifiedName
    from prov.model import ProvBundle, ProvDocument

Notation = Literal["json", "provn", "xml"]


def write(selection: Selection, notation: Notation) -> Iterator[str]:
    """The document in one of its notations; held in memory whole.

    Raises:
        MissingExtraError: ``prov`` is not installed, or for XML ``lxml``.
    """
    try:
        import prov.model  # noqa: F401

        if notation == "xml":
            import lxml  # noqa: F401
    except ImportError as error:
        missing = (error.name or "prov").partition(".")[0]
        raise MissingExtraError("exporting PROV", missing, "prov") from error
    document = _Document(selection).document
    options: dict[str, Any] = {"indent": 1, "ensure_ascii": False} if notation == "json" else {}
    written = io.BytesIO()
    document.serialize(written, format=notation, **options)
    yield written.getvalue().decode("utf-8").rstrip("\n") + "\n"


class _Document:
    """Builds the PROV document of a selection."""

    def __init__(self, selection: Selection) -> None:
        from prov.identifier import Namespace
        from prov.model import ProvDocument

        self.selection = selection
        self.document: ProvDocument = ProvDocument()
        self.item = Namespace("item", BASE)
        self.term = Namespace("pv", TERMS)
        self.document.add_namespace(self.item)
        self.document.add_namespace(self.term)
        result = self.item[name_of("result", selection.run)]
        self._run(result)
        self.bundle: ProvBundle = self.document.bundle(result)
        self._articles()
        self._collections()
        for edge in selection.derivations:
            self._derivation(edge)
        for match in selection.duplicates:
            self.bundle.alternateOf(self._article(match.a), self._article(match.b))

    def _article(self, name: str) -> QualifiedName:
        return self.item[name_of("article", name)]

    def _about(self, kind: str, label: str, **values: Any) -> list[tuple[Any, Any]]:
        """Attributes: a type, a label, and those of our own that are known."""
        from prov.constants import PROV_LABEL, PROV_TYPE

        given: list[tuple[Any, Any]] = [
            (PROV_TYPE, self.term[kind]),
            (PROV_LABEL, xml_text(label)),
        ]
        return given + self._terms(**values)

    def _terms(self, **values: Any) -> list[tuple[Any, Any]]:
        """Attributes in our own namespace; a tuple is one attribute for each of its values."""
        given = []
        for name, value in values.items():
            for one in value if isinstance(value, tuple) else (value,):
                if one is not None:
                    kept = xml_text(one) if isinstance(one, str) else one
                    given.append((self.term[name], kept))
        return given

    def _run(self, result: QualifiedName) -> None:
        """The activity: what it used, by which software and settings, and what it generated."""
        from prov.constants import PROV

        document, manifest = self.document, self.selection.manifest
        run = self.item[name_of("run", self.selection.run)]
        files = [file["sha256"] for given in manifest["inputs"] for file in given["files"]]
        pile = self.item[name_of("pile", self.selection.run)]
        settings = json.dumps(manifest["recipe"], sort_keys=True, ensure_ascii=False)
        recipe = self.item[name_of("recipe", manifest["recipe_digest"])]
        software = self.item[name_of("software", "news-provenance")]
        versions = tuple(f"{k} {v}" for k, v in sorted(manifest["versions"].items()))
        about = {
            "recipeDigest": manifest["recipe_digest"],
            "only": manifest["only"],
            "scheme": tuple(manifest["schemes"]),
            "engine": manifest["engine"],
            "version": versions,
        }
        document.activity(run, other_attributes=self._about("Run", "dedupe run", **about))
        whole = {
            "articles": manifest["counts"]["articles"],
            "files": len(files),
            "sha256": hashlib.sha256("\n".join(sorted(files)).encode()).hexdigest(),
        }
        document.entity(pile, self._about("Pile", "what the run read", **whole))
        plan = self._about("Recipe", "settings of the run", settings=settings)
        document.entity(recipe, [*plan, (PROV["type"], PROV["Plan"])])
        agent = self._about("Software", "news-provenance", version=versions)
        document.agent(software, [*agent, (PROV["type"], PROV["SoftwareAgent"])])
        document.entity(result, [(PROV["type"], PROV["Bundle"])])
        document.used(run, pile)
        document.wasAssociatedWith(run, software, recipe)
        document.wasGeneratedBy(result, run)

    def _articles(self) -> None:
        outlets = {}
        for one in self.selection.articles:
            self.bundle.entity(self._article(one.id), self._of_article(one))
            if one.source:
                outlets[one.source] = self.item[name_of("outlet", one.source)]
                self.bundle.wasAttributedTo(self._article(one.id), outlets[one.source])
        for name, edge in self.selection.unseen().items():
            outlet = outlet_of(edge)
            about = self._about("UnseenSource", unseen_title(edge), outlet=outlet)
            self.bundle.entity(self.item[name], about)
            if outlet:
                outlets[outlet] = self.item[name_of("outlet", outlet)]
                self.bundle.wasAttributedTo(self.item[name], outlets[outlet])
        self._agents(outlets)

    def _agents(self, outlets: dict[str, QualifiedName]) -> None:
        from prov.constants import PROV

        for outlet, agent in sorted(outlets.items()):
            about = [*self._about("Outlet", outlet), (PROV["type"], PROV["Organization"])]
            self.bundle.agent(agent, about)

    def _of_article(self, one: ArticleRow) -> list[tuple[Any, Any]]:
        return self._about(
            "Article",
            title_of(one),
            id=one.id,
            role=one.role.value,
            publishedAt=one.published_at,
            language=one.language,
            author=one.authors,
            editor=one.editors,
            declaredSource=one.declared_sources,
            aiDisclosed=one.ai_disclosed or None,
            words=one.n_words,
        )

    def _collections(self) -> None:
        """Stories and families of several articles, and who is in them."""
        from prov.constants import PROV

        stories = {name_of("story", s.story): s for s in self.selection.stories}
        for name, members in self.selection.collections().items():
            story = stories.get(name)
            about = self._about("Family", "one text ancestry")
            if story is not None:
                about = self._about(
                    "Story",
                    story.title or "untitled story",
                    independentOrigins=story.independent_origins,
                )
            self.bundle.collection(self.item[name], [*about, (PROV["type"], PROV["Collection"])])
            for member in members:
                self.bundle.hadMember(self.item[name], self.item[member])

    def _derivation(self, edge: Derivation) -> None:
        """A derivation, as a revision, quotation or primary source where PROV has the word."""
        name = self.selection.sources[edge.derived, edge.source]
        say = self.bundle.wasDerivedFrom
        if edge.kind is Kind.UPDATE:
            say = self.bundle.wasRevisionOf
        elif edge.kind is Kind.EXCERPT:
            say = self.bundle.wasQuotedFrom
        elif edge.is_unseen and outlet_of(edge):
            say = self.bundle.hadPrimarySource
        about = self._terms(
            kind=edge.kind.value,
            probability=edge.probability,
            evidence=tuple(reason(one) for one in edge.evidence),
        )
        say(self._article(edge.derived), self.item[name], other_attributes=about)
