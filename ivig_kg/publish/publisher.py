"""The descriptions of one content on one site; the words stand in look-ups, not here."""

from __future__ import annotations

from dataclasses import dataclass

from ivig_kg.answer import Iri, Triple
from ivig_kg.ask import Asker
from ivig_kg.content import Content
from ivig_kg.publish.executable import executables
from ivig_kg.publish.site import Site

__all__ = ["Publisher"]


@dataclass(frozen=True)
class Publisher:
    """Describes a content as it is served.

    Args:
        asker: asks the content.
        content: the content.
        site: where it is served.
    """

    asker: Asker
    content: Content
    site: Site

    def dataset(self) -> tuple[Triple, ...]:
        """Return the dataset as VoID and DCAT describe it, with its counts and where it is."""
        site, look_up = self.site, self.asker.look_up
        whole = look_up(
            "publish-dataset",
            document=site.description,
            home=site.home,
            endpoint=site.endpoint,
            api=site.api,
            openapi=site.openapi,
        )
        parts = look_up("publish-partitions", document=site.description)
        return (*whole.triples, *parts.triples, *self._dumps())

    def service(self) -> tuple[Triple, ...]:
        """Return the endpoint as SPARQL 1.1 Service Description has it."""
        return self.asker.look_up("publish-service", endpoint=self.site.endpoint).triples

    def questions(self) -> tuple[Triple, ...]:
        """Return the canned questions as SHACL describes queries, with their parameters."""
        catalog = self.asker.catalog
        found = [catalog.question(name) for name in catalog.questions]
        return tuple(executables(found, self.asker.namespaces, self.site))

    def _dumps(self) -> list[Triple]:
        """Return the files that together are the dataset, each with its address."""
        namespaces = self.asker.namespaces
        dataset, dump = Iri(namespaces.graph("data")), Iri(namespaces.expand("void:dataDump"))
        return [Triple(dataset, dump, Iri(self.site.file(f.path))) for f in self.content.knowledge]
