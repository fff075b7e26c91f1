"""The API as schemathesis sees it: what OpenAPI says is what the server does, with any values."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.doors.served import Served

# OpenAPI cannot say that two parameters exclude each other, so that these are not sent together.
HOOKS = """\
import schemathesis


@schemathesis.hook
def before_call(context, case, kwargs):
    query = case.query or {}
    if "status" in query and str(query.get("reviewed-only")).lower() == "true":
        del query["reviewed-only"]
"""
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,"
    "response_headers_conformance,response_schema_conformance,negative_data_rejection,"
    "positive_data_acceptance,missing_required_header,unsupported_method,allow_header_conformance"
)


def program() -> str:
    """Return where schemathesis is: beside this Python, on PATH, or where the environment says."""
    named = os.environ.get("IVIG_KG_SCHEMATHESIS")
    beside = Path(sys.executable).with_name("schemathesis")
    found = named or (str(beside) if beside.exists() else shutil.which("schemathesis"))
    if found is None:
        pytest.fail(
            "no schemathesis: pip install 'schemathesis>=4.32.5,<5', in an environment of "
            "its own where you like, and name the program in IVIG_KG_SCHEMATHESIS"
        )
    return found


@pytest.mark.clients
def test_schemathesis_finds_nothing(served: Served, tmp_path: Path) -> None:
    (tmp_path / "hooks.py").write_text(HOOKS, "utf-8")
    done = subprocess.run(
        [
            *(program(), "run", f"{served.origin}/api/openapi.json", "--checks", CHECKS),
            *("--max-examples", "8", "--seed", "20261124", "--no-color"),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(tmp_path)},
        timeout=900,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    # Each question, the list of them, things, search and five appraisals; not the description.
    number = len(served.get("/api/questions").json["questions"]) + 3 + 5
    assert f"Tested: {number}" in done.stdout, done.stdout[-2000:]
    assert served.get("/api/questions").status == 200
