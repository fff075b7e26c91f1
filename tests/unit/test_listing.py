"""The page of questions: what it tells of each kind of parameter."""

from __future__ import annotations

import pytest

from ivig_kg.listing import markdown, shown_default
from ivig_kg.model import Check, Parameter, Question
from ivig_kg.namespaces import Namespaces

X = "https://example.org/x#"
SPACES = Namespaces({"x": X})
DRUG = Parameter("drug", "subclassOf", f"{X}Drug", (f"{X}A", f"{X}B"))
DAY = Parameter("date", "datatype", "http://www.w3.org/2001/XMLSchema#date", ("2026-11-24",))


@pytest.mark.parametrize(
    ("parameter", "line"),
    [
        (DRUG, "- `drug`: a class under `x:Drug`; default `x:A`, `x:B`"),
        (DRUG._replace(many=True), "- `drug`: a class under `x:Drug`, several; default `x:A`, `"),
        (DRUG._replace(relation="instanceOf"), "- `drug`: a thing of the kind `x:Drug`; default"),
        (DAY, "- `date`: a date, YYYY-MM-DD; default `2026-11-24`"),
        (DAY._replace(many=True), "- `date`: a date, YYYY-MM-DD, several; default `2026-11-24`"),
    ],
)
def test_a_parameter_is_told_by_its_kind_and_default(parameter: Parameter, line: str) -> None:
    question = Question("q", "q.rq", "Which?", "", ("a",), (parameter,))
    check = Check("c", "c.rq", "Every one.", "Mend.", "")
    page = markdown([question], [check], SPACES)
    assert f"\n{line}" in page
    assert "| `c` | Every one. |" in page


def test_a_default_is_shown_as_a_user_would_give_it() -> None:
    assert shown_default(DRUG, SPACES) == ["x:A", "x:B"]
    assert shown_default(DAY, SPACES) == ["2026-11-24"]
