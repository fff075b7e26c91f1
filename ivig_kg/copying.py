"""Copying a content into a folder of a curator's own."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from ivig_kg.content import FOLDERS, Content
from ivig_kg.errors import ContentUnavailable, UsageError

__all__ = ["copy_content"]


def copy_content(content: Content, target: Path) -> int:
    """Copy ontology/, data/ and queries/; all or nothing.

    Args:
        content: what to copy.
        target: a folder that does not exist yet, or is empty.

    Returns:
        How many files were copied.

    Raises:
        UsageError: the target is a file, holds something, or lies within the content.
        ContentUnavailable: it cannot be written; nothing is left behind.
    """
    _refuse_target(content, target)
    existed = target.is_dir()
    try:
        for folder in FOLDERS:
            shutil.copytree(content.folder / folder, target / folder, copy_function=shutil.copyfile)
    except OSError as error:
        _undo(target, existed=existed)
        raise ContentUnavailable(f"{target}: cannot be written ({error})") from error
    return sum(1 for path in target.rglob("*") if path.is_file())


def _refuse_target(content: Content, target: Path) -> None:
    if target.is_file() or (target.is_dir() and any(target.iterdir())):
        raise UsageError(f"{target}: is not empty; name a new folder")
    real = Path(os.path.realpath(target))  # unlike resolve, it takes links in a circle
    own = [(content.folder / folder).resolve() for folder in FOLDERS]
    if any(real.is_relative_to(folder) for folder in own):
        raise UsageError(f"{target}: lies within the content itself; name a folder elsewhere")


def _undo(target: Path, *, existed: bool) -> None:
    for folder in FOLDERS:
        shutil.rmtree(target / folder, ignore_errors=True)
    if not existed:
        shutil.rmtree(target, ignore_errors=True)
