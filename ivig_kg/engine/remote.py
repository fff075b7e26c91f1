"""The engine that is elsewhere: any SPARQL 1.1 endpoint, by its URL.

SPARQLWrapper makes the requests; the exchange itself and the reading of answers are ours, since its
time limit is for the opening alone and it takes a web page for an answer.
"""

from __future__ import annotations

import http.client
import time
import urllib.request
from collections.abc import Callable

from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper

from ivig_kg.answer.table import Answer
from ivig_kg.engine.remote_answer import ACCEPT, read_reply
from ivig_kg.engine.remote_endpoint import Endpoint, harmless_line
from ivig_kg.engine.remote_form import read_form
from ivig_kg.engine.remote_wire import OutOfTime, Reply, TooMuch, exchange
from ivig_kg.errors import RemoteFailure
from ivig_kg.version import __version__

__all__ = ["AGENT", "Endpoint", "RemoteEngine", "sent", "update_request"]

AGENT = f"ivig-kg/{__version__}"
_PASSING = frozenset((502, 503, 504))
_WAIT, _LONGEST_WAIT = 0.3, 5.0


class RemoteEngine:
    """Answers SPARQL queries by asking an endpoint; nothing is sent before the first query."""

    def __init__(self, endpoint: Endpoint | str) -> None:
        """Take the endpoint.

        Raises:
            UsageError: the URL is none.
        """
        self.endpoint = Endpoint(endpoint) if isinstance(endpoint, str) else endpoint
        self.server = ""
        """What the endpoint calls itself, such as ``Virtuoso/07.20.3229``, once it has answered."""

    def query(self, text: str) -> Answer:
        """Answer a SELECT, ASK, CONSTRUCT or DESCRIBE query.

        Raises:
            SyntaxFault: it is not SPARQL.
            InvalidInput: it is an update.
            RemoteFailure: the endpoint is down, slow, refuses, or answers what is no answer.
        """
        asked = read_form(text)
        accept = ACCEPT["rows" if asked.form in {"SELECT", "ASK"} else "triples"]
        request = _Wrapper(self.endpoint.url, text, asked.form, accept).request
        reply = sent(request, self.endpoint, self.endpoint.retries)
        self.server = harmless_line(reply.headers.get("server", ""))[:120]
        return read_reply(reply, asked, self.endpoint)


class _Wrapper(SPARQLWrapper):
    """SPARQLWrapper with the form told, which it would guess, wrongly for ``prefix`` in small."""

    def __init__(self, url: str, text: str, form: str, accept: str) -> None:
        kind = TURTLE if form in {"CONSTRUCT", "DESCRIBE"} else JSON  # it warns of any other
        super().__init__(url, returnFormat=kind, agent=AGENT)
        self.setMethod(POST)
        self.setOnlyConneg(onlyConneg=True)
        self.addCustomHttpHeader("Accept", accept)
        self.queryString, self.queryType = text, form

    def request(self) -> urllib.request.Request:
        """Return the request anew: the handlers of credentials leave their marks on one."""
        return self._createRequest()


def update_request(url: str, text: str) -> Callable[[], urllib.request.Request]:
    """Return what makes the request of a SPARQL Update."""
    return _Wrapper(url, text, "INSERT", "*/*").request


def sent(
    request: Callable[[], urllib.request.Request], endpoint: Endpoint, retries: int = 0
) -> Reply:
    """Send a request, again where the endpoint was down for a moment, and return the answer.

    Args:
        request: makes the request.
        endpoint: where it goes, and the time for all tries together.
        retries: how often it is tried again; 0 for all that changes anything.

    Raises:
        RemoteFailure: there is no answer of HTTP, in time or at all.
    """
    end = time.monotonic() + endpoint.timeout
    for left in range(retries, -1, -1):
        wait = _WAIT * 2 ** (retries - left)
        try:
            reply = exchange(request(), endpoint, max(end - time.monotonic(), 0.01))
        except ConnectionError as error:  # refused or reset; http.client's is one, too
            if not left or time.monotonic() + wait >= end:
                raise _failure(error, endpoint) from None
        except (OutOfTime, TooMuch, OSError, http.client.HTTPException, ValueError) as error:
            raise _failure(error, endpoint) from None
        else:
            wait = _told_wait(reply, wait)
            if reply.status not in _PASSING or not left or time.monotonic() + wait >= end:
                return reply
        time.sleep(wait)
    raise AssertionError  # the last try returns or raises


def _told_wait(reply: Reply, wait: float) -> float:
    told = reply.headers.get("retry-after", "")
    return min(float(told), _LONGEST_WAIT) if told.isdecimal() and len(told) < 9 else wait  # noqa: PLR2004


def _failure(error: Exception, endpoint: Endpoint) -> RemoteFailure:
    if isinstance(error, OutOfTime):
        what = f"no answer in {endpoint.timeout:g} s; give it longer (--timeout) or ask for less"
    elif isinstance(error, TooMuch):
        what = f"its answer has more than {endpoint.most:,} bytes, and none is taken; ask for less"
    elif isinstance(error, http.client.IncompleteRead):
        what = "its answer broke off before its end; try again, or see its log"
    elif isinstance(error, OSError):
        why = error.strerror or str(error) or type(error).__name__
        what = f"cannot be reached ({why}); is it running, and the address right?"
    else:
        why = " ".join(str(error).split())[:200]
        what = f"it answers in no way that is known here ({type(error).__name__}: {why})"
    return endpoint.failure(what)
