"""The pages in Chromium: no barrier, no foreign host, no error, and nothing that is stored acts.

Needs chromium and its driver from Debian, and axe-core from npm: the environment variable
IVIG_KG_AXE names the folder that holds axe.min.js.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from tests.doors.served import Served, serving

pytest.importorskip("selenium", reason="needs selenium, which is in the extra dev")
from selenium.webdriver import Chrome
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

pytestmark = pytest.mark.browser

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
ROWS = "SELECT ?thing ?label { ?thing <http://www.w3.org/2000/01/rdf-schema#label> ?label } LIMIT 9"
KINDS = {
    "home": "/",
    "questions": "/questions",
    "question": "/questions/subtypes-with-response",
    "wide": "/questions/risks-for?all-columns=true",
    "dated": "/questions/as-of",
    "empty": "/questions/subtypes-with-response?reviewed-only=true",
    "claim": "/statement/ivig-summary-41",
    "statement": "/statement/rist-2011-6",
    "source": "/source/rist-2011",
    "unit": "/source/ivig-summary.unit-14",
    "study": "/study/rist-2011",
    "term": "/ontology/SmallFiberNeuropathy",
    "code": "/ontology/Disputed",
    "assessment": "/assessment/fidelity-c41",
    "agent": "/agent/project-import",
    "map": "/map",
    "forest": "/forest",
    "left-out": "/forest?without=secondary&fewer-than=2&design=case+report",
    "profile": "/profile?subtype=ivig:SensoryAtaxicNeuropathy",
    "no-profile": "/profile?subtype=ivig:TrigeminalNeuropathy&treatment=ivig:PlasmaExchange",
    "gaps": "/gaps",
    "audit": "/audit",
    "ontology": "/ontology",
    "search": "/search",
    "hits": "/search?q=sjogren",
    "form": "/sparql",
    "answer": f"/sparql?{urlencode({'query': ROWS})}",
    "error": "/nowhere",
}
VIEWS = [(theme, width) for theme in ("light", "dark") for width in (390, 1280)]
SHOWN = """
const shown = e => e.checkVisibility() && !e.disabled;
const all = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
"""
UNSEEN = f"""{SHOWN}
return [...document.querySelectorAll(all)].filter(e => shown(e) && !window.__seen.has(e))
  .map(e => e.outerHTML.slice(0, 120));
"""
COUNT = f"""{SHOWN}
window.__seen = new Set();
document.addEventListener('focusin', e => window.__seen.add(e.target));
return [...document.querySelectorAll(all)].filter(shown).length;
"""
AXE = """
const done = arguments[arguments.length - 1];
axe.run(document, {runOnly: {type: 'tag', values: arguments[0]}, resultTypes: ['violations']})
  .then(found => done(found.violations.map(each => [
    each.id, each.help, each.nodes.slice(0, 3).map(node => node.html.slice(0, 200))])));
"""


@pytest.fixture(scope="module")
def axe() -> str:
    folder = os.environ.get("IVIG_KG_AXE", "")
    assert folder, "IVIG_KG_AXE does not name the folder of axe.min.js"
    return (Path(folder) / "axe.min.js").read_text("utf-8")


@pytest.fixture(scope="module")
def browser() -> Iterator[Chrome]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = Options()
        options.binary_location = "/usr/bin/chromium"
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        driver = Chrome(options, Service("/usr/bin/chromedriver"))
        try:
            driver.get("about:blank")  # the browser's own first page has gone
            yield driver
        finally:
            driver.quit()


def looked(browser: Chrome, address: str, theme: str, width: int) -> None:
    """Open a page as a reader with that theme and width does; older entries of logs are gone."""
    scheme = {"features": [{"name": "prefers-color-scheme", "value": theme}]}
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", scheme)
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    for name in ("performance", "browser"):
        log(browser, name)
    browser.get(address)


def log(browser: Chrome, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = browser.get_log(name)  # type: ignore[no-untyped-call]
    return found


def requested(browser: Chrome) -> set[str]:
    """Return the hosts and ports that were asked since the page was opened."""
    entries = [json.loads(entry["message"])["message"] for entry in log(browser, "performance")]
    sent = [each["params"] for each in entries if each["method"] == "Network.requestWillBeSent"]
    parts = [urlsplit(each["request"]["url"]) for each in sent]
    # The browser draws its own icon into a date field, from its own data.
    return {part.netloc or part.scheme for part in parts if part.scheme != "data"}


def complaints(browser: Chrome) -> list[str]:
    return [entry["message"] for entry in log(browser, "browser")]


@pytest.mark.parametrize(("theme", "width"), VIEWS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_has_no_barrier_no_foreign_request_and_no_error(  # noqa: PLR0913, PLR0917
    browser: Chrome, served: Served, axe: str, kind: str, theme: str, width: int
) -> None:
    looked(browser, f"{served.origin}{KINDS[kind]}", theme, width)
    assert requested(browser) == {f"127.0.0.1:{served.port}"}
    told = complaints(browser)
    assert all("status of 404" in each for each in told) if kind == "error" else told == []
    wide = "return [document.documentElement.scrollWidth, document.body.scrollWidth]"
    assert max(browser.execute_script(wide)) <= width
    dark = "return matchMedia('(prefers-color-scheme: dark)').matches"
    assert browser.execute_script(dark) == (theme == "dark")
    browser.execute_script("for (const e of document.querySelectorAll('details')) e.open = true")
    assert max(browser.execute_script(wide)) <= width
    browser.execute_script(axe)
    assert browser.execute_async_script(AXE, RULES) == []


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("kind", KINDS)
def test_all_that_acts_is_reached_by_the_tab_key(
    browser: Chrome, served: Served, kind: str, width: int
) -> None:
    looked(browser, f"{served.origin}{KINDS[kind]}", "light", width)
    number = browser.execute_script(COUNT)
    assert number > 8
    body = browser.find_element(By.TAG_NAME, "body")
    body.send_keys(Keys.TAB)
    # A busy browser loses keys: a few more go round the page again.
    for _ in range(number // 50 * 3 + 3):
        browser.switch_to.active_element.send_keys(Keys.TAB * 50)
        if not browser.execute_script(UNSEEN):
            break
    assert browser.execute_script(UNSEEN) == []


def test_the_first_tab_leads_past_the_head(browser: Chrome, served: Served) -> None:
    looked(browser, f"{served.origin}/audit", "light", 1280)
    browser.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    skip = browser.switch_to.active_element
    assert skip.text == "Skip to the content"
    assert skip.rect["x"] >= 0
    skip.send_keys(Keys.ENTER)
    assert browser.switch_to.active_element.get_attribute("id") == "content"


def test_a_form_is_sent_as_the_address_of_its_answer(browser: Chrome, served: Served) -> None:
    looked(browser, f"{served.origin}{KINDS['question']}", "light", 1280)
    menu = browser.find_element(By.NAME, "subtype")
    menu.find_element(By.CSS_SELECTOR, "option[value='ivig:SensoryAtaxicNeuropathy']").click()
    browser.find_element(By.CSS_SELECTOR, "form.ask button").click()
    assert "subtype=ivig%3ASensoryAtaxicNeuropathy" in browser.current_url
    heads = browser.find_elements(By.CSS_SELECTOR, "tbody th")
    assert [head.text for head in heads] == [
        "sensory ataxic neuropathy",
        "ataxic sensory neuronopathy",
    ]


@pytest.mark.parametrize("name", ["map", "forest"])
def test_a_picture_opened_by_itself_has_its_own_style(
    browser: Chrome, served: Served, name: str
) -> None:
    looked(browser, f"{served.origin}/api/appraise/{name}?format=svg&width=390", "dark", 390)
    # None of its policy, either; a browser that has not asked for an icon yet asks for one.
    assert [each for each in complaints(browser) if "/favicon.ico" not in each] == []
    paint = "return getComputedStyle(document.querySelector('.p-page')).fill"
    assert browser.execute_script(paint) == "rgb(18, 22, 26)"  # the page at night, not black


SCRIPT = "<script>window.__x = 1</script><img src=x onerror='window.__x = 2'>"
HOSTILE = "javascript:window.__x=3"


@pytest.fixture(scope="module")
def poisoned(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return a server on a content whose texts and addresses would like to act."""
    import shutil  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("poisoned")
    shutil.copytree(shipped, folder / "content")
    path = folder / "content/data/sources/rist-2011.ttl"
    text = path.read_text("utf-8")
    head, label, rest = text.partition('rdfs:label "Rist 2011"@en ;')
    assert label
    seen = f'ivig:seenAt "{HOSTILE}"^^xsd:anyURI ; rdfs:seeAlso <{HOSTILE}> ;'
    rest = rest.replace(label, f'rdfs:label "{SCRIPT}"@en ;')  # the study, as pictures name it
    path.write_text(f'{head}rdfs:label "{SCRIPT}"@en ; {seen}{rest}', "utf-8")
    with serving(folder, folder / "content", "--workers", "1") as server:
        yield server
        assert server.stop() == 0


def poison(query: str) -> str:
    return f"/sparql?{urlencode({'query': query})}"


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/source/rist-2011", SCRIPT),
        ("/source/rist-2011", HOSTILE),
        ("/statement/rist-2011-6", SCRIPT),
        ("/search?q=script", SCRIPT),
        (f"/search?{urlencode({'q': SCRIPT})}", SCRIPT),
        ("/questions/references", SCRIPT),
        (f"/questions/audit?{urlencode({'document': SCRIPT})}", SCRIPT),
        ("/forest", SCRIPT),
        ("/map", "Evidence map"),
        ("/profile", SCRIPT),
        (f"/map?{urlencode({'subtype': SCRIPT})}", SCRIPT),
        (f"/gaps?{urlencode({SCRIPT: HOSTILE})}", SCRIPT),
        (f"/{SCRIPT}", "nothing stands at this address"),
        (poison(f'SELECT ("{SCRIPT}" AS ?onerror) (<{HOSTILE}> AS ?ä‿x) {{}}'), SCRIPT),
        (poison(f"CONSTRUCT {{ <{HOSTILE}> <{HOSTILE}> '{HOSTILE}' }} WHERE {{}}"), HOSTILE),
        (poison(f'SELECT * {{ ?s ?p "{SCRIPT}"@en }}'), SCRIPT),
        (poison(f"SELECT {SCRIPT}"), "query"),
    ],
)
def test_what_is_stored_or_sent_is_shown_and_never_acts(
    browser: Chrome, poisoned: Served, path: str, told: str
) -> None:
    looked(browser, f"{poisoned.origin}{path}", "light", 1280)
    assert told in browser.execute_script("return document.body.textContent")
    addresses: Any = browser.execute_script(
        "return [...document.querySelectorAll('[href], [src], [action]')]"
        ".map(e => e.getAttribute('href') || e.getAttribute('src') || e.getAttribute('action'))"
    )
    assert not [each for each in addresses if each.strip().lower().startswith("javascript")]
    browser.execute_script("for (const e of document.querySelectorAll('details')) e.open = true")
    assert browser.execute_script("return window.__x === undefined")
    assert browser.execute_script("return document.scripts.length + document.images.length") == 0
    assert requested(browser) == {f"127.0.0.1:{poisoned.port}"}
