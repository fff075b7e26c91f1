"""Options of the test run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--packaging", action="store_true", help="build the wheel and run it in an empty folder"
    )
    parser.addoption("--peer", action="store_true", help="ask rdflib every question, too")
    parser.addoption("--crash", action="store_true", help="kill 200 writing processes, and more")
    parser.addoption("--thorough", action="store_true", help="whole ways of work, and more chances")
    parser.addoption("--browser", action="store_true", help="open pages in Chromium")
    parser.addoption("--clients", action="store_true", help="ask by clients that others wrote")
    parser.addoption("--engines", action="store_true", help="push to engines that others wrote")
    parser.addoption("--java", action="store_true", help="run what needs Java, and demand it")


WHY = {
    "packaging": "builds the wheel and installs it anew: give --packaging",
    "peer": "asks another engine the same, which takes it a minute: give --peer",
    "thorough": "tries whole ways of work, and chance for longer: give --thorough",
    "crash": "kills and crowds writing processes for minutes: give --crash",
    "browser": "needs Chromium, its driver and axe-core: give --browser",
    "clients": "needs clients from PyPI and npm: give --clients",
    "engines": "needs Oxigraph's server and Virtuoso: give --engines",
    "java": "needs Java, a JDK for one of them: give --java",
}


@pytest.fixture(scope="session", autouse=True)
def _state_of_our_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep locks, journals and notes of tests out of the home of whoever runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left = {name: why for name, why in WHY.items() if not config.getoption(f"--{name}")}
    for item in items:
        for name in left.keys() & item.keywords.keys():
            item.add_marker(pytest.mark.skip(reason=left[name]))
