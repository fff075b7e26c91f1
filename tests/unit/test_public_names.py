"""Public names: each module lists its own, and the package offers what the README teaches."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path
from typing import Any

import pytest

import ivig_kg

PACKAGE = Path(ivig_kg.__file__).parent
MODULES = sorted(
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
    for path in PACKAGE.rglob("*.py")
)


def imported(name: str) -> Any:  # noqa: ANN401 (a module)
    return importlib.import_module(name)


def test_the_package_offers_these_names_and_no_others() -> None:
    names = ["Answer", "Audit", "IvigKgError", "KnowledgeGraph", "__version__", "open"]
    assert ivig_kg.__all__ == names


def test_the_names_of_the_package_are_those_of_its_modules() -> None:
    assert ivig_kg.Answer is imported("ivig_kg.answer").Answer
    assert ivig_kg.Audit is imported("ivig_kg.audit").Audit
    assert ivig_kg.IvigKgError is imported("ivig_kg.errors").IvigKgError
    assert ivig_kg.KnowledgeGraph is imported("ivig_kg.graph").KnowledgeGraph
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        _ = ivig_kg.Nothing


@pytest.mark.parametrize("name", MODULES)
def test_a_module_lists_what_it_has(name: str) -> None:
    module = imported(name)
    assert len(set(module.__all__)) == len(module.__all__)
    assert [each for each in module.__all__ if not hasattr(module, each)] == []


@pytest.mark.parametrize("name", MODULES)
def test_a_module_lists_every_public_function_and_class(name: str) -> None:
    tree = ast.parse(Path(imported(name).__file__).read_text("utf-8"))
    kinds = (ast.FunctionDef, ast.ClassDef)
    defined = {node.name for node in tree.body if isinstance(node, kinds)}
    public = {each for each in defined if not each.startswith("_")}
    assert public <= set(imported(name).__all__)
