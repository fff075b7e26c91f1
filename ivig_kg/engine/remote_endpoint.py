"""What names a remote endpoint: its address, its limits, and who asks, which is never shown."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from ivig_kg.engine.launch import LONGEST
from ivig_kg.errors import RemoteFailure, UsageError

__all__ = ["PASSWORD", "USER", "Endpoint", "harmless_line"]

USER, PASSWORD = "IVIG_KG_ENDPOINT_USER", "IVIG_KG_ENDPOINT_PASSWORD"
"""The environment variables that hold name and password; they are taken from nowhere else."""

_LONGEST = 2000
_SHOWN = 200
_LOOPBACK = re.compile(r"localhost|127(?:\.[0-9]{1,3}){3}|::1")


@dataclass(frozen=True)
class Endpoint:
    """A SPARQL 1.1 endpoint by its URL, and how long and how much it may answer.

    Args:
        url: an http or https address without name and password.
        timeout: seconds for one question, with all that is tried again.
        retries: how often a read is tried again where the endpoint was down for a moment.
        most: bytes that an answer may have.

    Raises:
        UsageError: the URL is none of http or https, or holds a password, or a limit is none.
    """

    url: str
    timeout: float = 60.0
    retries: int = 2
    most: int = 256 * 2**20

    def __post_init__(self) -> None:
        """Refuse an address that is none, before anything is sent."""
        parts = _split(self.url)
        if parts.username is not None or parts.password is not None:
            raise UsageError(
                f"{parts.scheme}://…@{parts.hostname}: an address with a password in it is "
                f"refused, since addresses are logged; set {USER} and {PASSWORD} instead"
            )
        if parts.fragment:
            raise UsageError(f"{self.shown}: take away what stands behind #")
        if not 0 < self.timeout <= LONGEST:
            raise UsageError(
                f"a timeout of {self.timeout} seconds: give more than 0, up to {LONGEST}"
            )
        if self.retries < 0 or self.most <= 0:
            raise UsageError("the limits of an endpoint are seconds, tries and bytes above 0")

    @property
    def shown(self) -> str:
        """Return the URL for people: what stands behind ``?`` may be a key, and is left out."""
        return self.url.partition("?")[0]

    @property
    def loopback(self) -> bool:
        """Say whether it is on this very machine."""
        return _LOOPBACK.fullmatch(_split(self.url).hostname or "") is not None

    @property
    def credentials(self) -> tuple[str, str] | None:
        """Return name and password, as the environment has them.

        Raises:
            UsageError: one of the two is set without the other.
        """
        user, password = os.environ.get(USER, ""), os.environ.get(PASSWORD, "")
        if bool(user) != bool(password):
            raise UsageError(f"set both {USER} and {PASSWORD}, or neither")
        return (user, password) if user else None

    def failure(self, what: str, said: bytes = b"") -> RemoteFailure:
        """Return the error that tells what went wrong there, with the beginning of its words."""
        line = harmless_line(said[: 4 * _SHOWN].decode("utf-8", "replace"))[:_SHOWN]
        told = f"{self.shown}: {harmless_line(what)}"  # which may quote what came from there
        return RemoteFailure(told + (f"; it said: {line}" if line else ""))


def harmless_line(text: str) -> str:
    """Return a text of another's in one line, without what steers a terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _split(url: str) -> SplitResult:
    plain = url.isascii() and url.isprintable() and " " not in url and len(url) <= _LONGEST
    try:
        parts = urlsplit(url)
        known = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:  # a port that is no number, half a bracket
        known = False
    if not plain or not known:
        shown = url.partition("?")[0].rpartition("@")[2][:80]
        raise UsageError(
            f"{shown!r} is no address of an endpoint; give it as http://host/path or https://…, "
            "in ASCII"
        )
    return parts
