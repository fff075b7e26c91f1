"""How a process ends: a closed pipe, Ctrl-C, a full disk, a closed stdout."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
SLOW = b"SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def shell(command: str, environment: dict[str, str], here: Path) -> tuple[int, str, str]:
    """Run a line of bash in which $KG is the command; return code, stdout and stderr."""
    done = subprocess.run(
        ["bash", "-c", command],  # noqa: S607 (whichever bash there is)
        env={**environment, "KG": f"{sys.executable} -m ivig_kg"},
        cwd=here,
        capture_output=True,
        check=False,
        timeout=30,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.mark.parametrize("act", ["export --format nq", "ask references", "show C41"])
def test_a_closed_pipe_ends_silently(environment: dict[str, str], here: Path, act: str) -> None:
    code, out, err = shell(f"$KG {act} | head -1; exit ${{PIPESTATUS[0]}}", environment, here)
    assert (code, out.count("\n")) == (0, 1)
    assert {line.split(":")[0] for line in err.splitlines()} <= {"content", "note"}


@linux
def test_bad_input_32_a_full_disk_behind_stdout_is_told(
    environment: dict[str, str], here: Path
) -> None:
    code, _, err = shell("$KG ask references > /dev/full", environment, here)
    assert code == 4
    assert "No space left on device" in err
    assert "Traceback" not in err


def test_a_closed_stdout_is_no_traceback(environment: dict[str, str], here: Path) -> None:
    code, _, err = shell("$KG questions >&-", environment, here)
    assert code == 4
    assert "there is no standard output; name a file" in err


def test_a_closed_stdin_is_no_traceback(environment: dict[str, str], here: Path) -> None:
    code, _, err = shell("$KG ask - <&-", environment, here)
    assert code in {2, 4}
    assert "Traceback" not in err


def test_a_closed_stderr_hinders_nothing(environment: dict[str, str], here: Path) -> None:
    code, out, _ = shell("$KG questions 2>&-", environment, here)
    assert code == 0
    assert out.startswith("as-of ")


@pytest.fixture
def asking(environment: dict[str, str], here: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Return a command that waits for a slow query, when its child is at work."""
    (here / "slow.rq").write_bytes(SLOW)
    with subprocess.Popen(
        [sys.executable, "-m", "ivig_kg", "ask", "slow.rq"],
        env=environment,
        cwd=here,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        end = time.monotonic() + 20
        while not children(process.pid) and time.monotonic() < end:
            time.sleep(0.02)
        yield process
        process.kill()


def children(pid: int) -> list[int]:
    return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


def gone(pid: int) -> bool:
    end = time.monotonic() + 5
    while Path(f"/proc/{pid}").exists() and time.monotonic() < end:
        time.sleep(0.02)
    return not Path(f"/proc/{pid}").exists()


@linux
@pytest.mark.parametrize("times", [1, 2])
def test_bad_input_32_ctrl_c_ends_a_slow_query_and_its_child(
    asking: subprocess.Popen[bytes], times: int
) -> None:
    (child,) = children(asking.pid)
    for _ in range(times):
        os.kill(asking.pid, signal.SIGINT)
    out, err = asking.communicate(timeout=20)
    assert (asking.returncode, out) == (130, b"")
    assert gone(child)
    assert err.splitlines()[-1] == b"ivig-kg: stopped"
    assert b"Traceback" not in err


def test_ctrl_c_leaves_no_half_written_file(asking: subprocess.Popen[bytes], here: Path) -> None:
    asking.send_signal(signal.SIGINT)
    asking.communicate(timeout=20)
    assert [path.name for path in here.iterdir()] == ["slow.rq"]
