"""How findings are printed: for a person, as JSON, for GitHub Actions, as SARIF.

Sources: the workflow commands of GitHub Actions and their escapes; SARIF 2.1.0 (OASIS).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ivig_kg.cli.shared import listed
from ivig_kg.model import Check, Finding
from ivig_kg.version import __version__

__all__ = ["FORMS", "counted", "render"]

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ROOT = "%SRCROOT%"
_ROOT_MEANS = "The folder that holds ontology/, data/ and queries/."
_FINGERPRINT = "finding/v1"
_LINE_IN_TEXT = re.compile(r"\bline [0-9]+")


def counted(findings: Sequence[Finding]) -> str:
    """Return how many findings there are, and how many more are warnings only.

    >>> counted([Finding("a.ttl", 1, "is odd", severity="warning")])
    '0 findings, 1 warning'
    """
    mild = sum(finding.severity == "warning" for finding in findings)
    grave = _number(len(findings) - mild, "finding")
    return f"{grave}, {_number(mild, 'warning')}" if mild else grave


def render(findings: Sequence[Finding], form: str, checks: Iterable[Check] = ()) -> str:
    """Return findings in one of ``FORMS``.

    Args:
        findings: what was found, in order.
        form: the name of the form.
        checks: the whole-graph rules, whose sentences SARIF quotes.
    """
    return FORMS[form](findings, checks)


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _as_text(findings: Sequence[Finding], _: Iterable[Check]) -> str:
    return listed(f"{finding} [{finding.rule}]" for finding in findings)


def _as_json(findings: Sequence[Finding], _: Iterable[Check]) -> str:
    return _dumped([finding._asdict() for finding in findings])


def _as_github(findings: Sequence[Finding], _: Iterable[Check]) -> str:
    """Print workflow commands: a line each, which GitHub shows at the place in a pull request."""
    return listed(_command(finding) for finding in findings)


def _command(finding: Finding) -> str:
    place = {"file": finding.path, "line": str(max(finding.line, 1))} if finding.path else {}
    said = {**place, "title": finding.rule} if finding.rule else place
    properties = ",".join(f"{name}={_escaped(value, more=True)}" for name, value in said.items())
    return f"::{f'{finding.severity} {properties}'.rstrip()}::{_escaped(finding.message)}"


def _escaped(text: str, *, more: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if more else text


def _as_sarif(findings: Sequence[Finding], checks: Iterable[Check]) -> str:
    known = {check.name: check for check in checks}
    rules = sorted({finding.rule for finding in findings})
    driver = {
        "name": "ivig-kg",
        "version": __version__,
        "rules": [_rule(name, known.get(name)) for name in rules],
    }
    run = {
        "tool": {"driver": driver},
        "originalUriBaseIds": {_ROOT: {"description": {"text": _ROOT_MEANS}}},
        "results": list(_results(findings, rules)),
    }
    return _dumped({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(name: str, check: Check | None) -> dict[str, Any]:
    """Return what SARIF says of a rule; of a shape no more than its name, as findings explain."""
    told: dict[str, Any] = {"id": name, "shortDescription": {"text": check.rule if check else name}}
    if check:
        told["help"] = {"text": check.mend}
        told["defaultConfiguration"] = {"level": check.severity}
    return told


def _results(findings: Sequence[Finding], rules: Sequence[str]) -> Iterator[dict[str, Any]]:
    seen: Counter[str] = Counter()
    for finding in findings:
        digest = _fingerprint(finding)
        seen[digest] += 1
        yield {
            "ruleId": finding.rule,
            "ruleIndex": rules.index(finding.rule),
            "level": finding.severity,
            "message": {"text": finding.message},
            **_located(finding),
            "partialFingerprints": {_FINGERPRINT: f"{digest}:{seen[digest]}"},
        }


def _fingerprint(finding: Finding) -> str:
    """Return what stays when lines move; of a finding on a file as such, the file is part of it."""
    about = finding.focus or finding.path
    message = _LINE_IN_TEXT.sub("line", finding.message)
    return sha256(f"{finding.rule}\n{about}\n{message}".encode()).hexdigest()


def _located(finding: Finding) -> dict[str, Any]:
    where: dict[str, Any] = {}
    if finding.path:
        where["physicalLocation"] = {"artifactLocation": _artifact(finding.path)}
        if finding.line:
            where["physicalLocation"]["region"] = {"startLine": finding.line}
    if finding.focus:
        where["logicalLocations"] = [{"fullyQualifiedName": finding.focus}]
    return {"locations": [where]} if where else {}


def _artifact(path: str) -> dict[str, str]:
    """Return the address of a file: below the root, or whole where a user named one elsewhere."""
    named = Path(path)
    if named.is_absolute() or ".." in named.parts:
        return {"uri": named.resolve().as_uri()}
    return {"uri": quote(named.as_posix()), "uriBaseId": _ROOT}


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


FORMS: Mapping[str, Callable[[Sequence[Finding], Iterable[Check]], str]] = {
    "text": _as_text,
    "json": _as_json,
    "github": _as_github,
    "sarif": _as_sarif,
}
"""The forms by the names that ``check --format`` takes."""
