"""Comparing two contents: what differs in the files, in the things, in the answers, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from ivig_kg.ask import DISCLAIMER
from ivig_kg.catalog import Catalog
from ivig_kg.content import Content
from ivig_kg.diff.abreast import abreast
from ivig_kg.diff.causes import Causes
from ivig_kg.diff.model import AnswerChange, Basis, Diff, FileChange, NamedFile, Row, Side
from ivig_kg.diff.rows import comparable_rows, replies, row_changes
from ivig_kg.diff.sides import Posed, Poser, faults_of, graph_files, refuse_links, with_data_of
from ivig_kg.diff.things import ChangedFile, Teller, read_changed
from ivig_kg.diff.variants import Variants
from ivig_kg.namespaces import read_namespaces

__all__ = ["compare"]

_WHY = {
    "alone": "There is one change: each row that differs does so because of it.",
    "thing": "because of: without that change, all others kept, the row would be otherwise in B; "
    "where no single change is needed, that change alone makes it otherwise than in A.",
    "file": "because of: without what changed in that file, all else kept, the row would be "
    "otherwise in B; where no single file is needed, its changes alone make it otherwise than in "
    "A. A thing stands for its file where nothing else in it changed. There are too many changes "
    "to try each: touched by names the changed things in the row, which need not be why.",
    "named": "There are too many changes to try each: touched by names the changed things in the "
    "row, which need not be why.",
}
_TOGETHER = (
    "Of a row without because of no single change was found to be why: several make it together. "
    "touched by names the changed things in it, which need not be why."
)


def compare(
    before: Content,
    after: Content,
    *,
    data_only: bool = False,
    names: tuple[str, str] = ("A", "B"),
) -> Diff:
    """Compare two contents: A before, B after.

    The questions of B are put to both graphs, so that a row differs only because a graph does.

    Args:
        before: A.
        after: B.
        data_only: leave out ontology and questions of B, so that those of A meet the data of B.
        names: how the user calls the two.

    Raises:
        InvalidInput: a file or question of either side cannot be taken; the fault names the side.
        ContentUnavailable: a file cannot be read, or is a link where ``data_only`` is asked.
    """
    with faults_of("A"):
        _ = before.files
    with faults_of("B"):
        if data_only:
            refuse_links(after)
        _ = after.files
    sides = [
        Side(name, content.version, content.digest, content.origin)
        for name, content in zip(names, (before, after), strict=True)
    ]
    asked = with_data_of(before, after) if data_only else after
    left = _left_out(asked, after) if data_only else ()
    diff = Diff(sides[0], sides[1], data_only=data_only, files=tuple(_files(before, asked)))
    told = _told(diff, before, asked)
    return replace(told, notes=(*left, *told.notes, DISCLAIMER))


def _told(diff: Diff, before: Content, after: Content) -> Diff:
    """Tell what differs in things and answers; no question is asked where no triple differs."""
    rules = "A" if diff.data_only else "B"
    with faults_of(rules):
        namespaces = read_namespaces(after)
    poser = Poser(Catalog(after, namespaces), namespaces, rules)
    old, new = graph_files(before, namespaces, "A"), graph_files(after, namespaces, "B")
    diff = replace(diff, asked=len(poser.questions), prefixes=namespaces.prefixes)
    changed = read_changed(old, new)
    if not changed:
        return diff
    if not diff.data_only:
        poser.admit(before)
    first, second = abreast([partial(poser.pose, files.values()) for files in (old, new)])
    teller = Teller(changed, namespaces, (first.labels, second.labels))
    variants = Variants(changed, teller.things, old, new, teller.known)
    causes = Causes(variants, partial(_rows, poser))
    answers, basis = causes.told(tuple(_answers(poser, first, second)))
    statements = namespaces.base("st")
    labels = {**first.labels, **second.labels}
    return replace(
        diff,
        things=teller.things,
        files=_counted(diff.files, teller, changed),
        answers=answers,
        basis=basis,
        notes=tuple(_why(answers, basis)),
        names={iri: text for iri, text in labels.items() if not iri.startswith(statements)},
    )


def _why(answers: Sequence[AnswerChange], basis: Basis) -> Iterator[str]:
    """Say what the causes that are told of rows mean."""
    if answers:
        yield _WHY[basis]
    asked = basis in {"thing", "file"}
    if asked and not all(row.because for answer in answers for row in answer.rows):
        yield _TOGETHER


def _answers(poser: Poser, before: Posed, after: Posed) -> Iterator[AnswerChange]:
    """Yield the questions of which a row differs."""
    statements = poser.namespaces.base("st")
    for question in poser.questions:
        name = question.name
        old, new = before.answers[name], after.answers[name]
        if old.rows == new.rows:  # as most are, and quickly seen
            continue
        found = replies(name, question.brief, old, new)
        if rows := row_changes(found, statements):
            yield AnswerChange(found, rows)


def _rows(
    poser: Poser, names: Collection[str], files: Sequence[NamedFile]
) -> dict[str, frozenset[Row]]:
    questions = [each for each in poser.questions if each.name in names]
    answers = poser.answers(poser.asker(files), questions)
    return {name: frozenset(comparable_rows(answer)) for name, answer in answers.items()}


def _files(before: Content, after: Content) -> Iterator[FileChange]:
    old, new = ({file.path: file.data for file in each.files} for each in (before, after))
    for path in sorted({*old, *new}):
        if path not in old:
            yield FileChange(path, "added")
        elif path not in new:
            yield FileChange(path, "removed")
        elif old[path] != new[path]:
            yield FileChange(path, "changed")


def _counted(
    files: Iterable[FileChange], teller: Teller, changed: Iterable[ChangedFile]
) -> tuple[FileChange, ...]:
    """Return the files with what differs in them, by subject, where they hold triples."""
    known = {file.path: file for file in changed}
    return tuple(
        teller.counted(each, known[each.path]) if each.path in known else each for each in files
    )


def _left_out(asked: Content, after: Content) -> tuple[str, ...]:
    """Say how much of B was not looked at."""
    count = sum(1 for _ in _files(asked, after))
    files = f"{count} file{'' if count == 1 else 's'}"
    told = f"Left out: B has {files} of ontology and queries that differ from those of A."
    return (told,) if count else ()
