"""Publishing: what machines need to find the data, the endpoint and the questions.

site        where what we publish is served
publisher   the dataset (VoID, DCAT), the endpoint (SPARQL 1.1 Service Description)
executable  the questions, as SHACL describes queries
"""

from __future__ import annotations

from ivig_kg.publish.publisher import Publisher
from ivig_kg.publish.site import Site

__all__ = ["Publisher", "Site"]
