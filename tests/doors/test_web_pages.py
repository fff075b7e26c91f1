"""The pages as a browser gets them: what they say, where they lead, and what they weigh.

The expected facts are taken by hand from the summary, the coded claims and the studies' counts.
"""

from __future__ import annotations

import csv
import gzip
import html
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.doors.seen_page import Page, got, page
from tests.doors.served import Served

SUBTYPES = "/questions/subtypes-with-response"
C41, RIST = "/statement/ivig-summary-41", "/source/rist-2011"
SMALL_FIBER = "/ontology/SmallFiberNeuropathy"
PAGES = (
    "/",
    "/questions",
    SUBTYPES,
    f"{SUBTYPES}?all-columns=true",
    "/questions/as-of",
    "/questions/statements-about?all-columns=true",
    C41,
    "/statement/rist-2011-6",
    RIST,
    "/source/ivig-summary",
    "/source/ivig-summary.unit-14",
    "/study/rist-2011",
    SMALL_FIBER,
    "/ontology/IntravenousImmunoglobulin",
    "/ontology/Draft",
    "/ontology/effect",
    "/assessment/fidelity-c41",
    "/agent/project-import",
    "/map",
    "/forest",
    "/forest?without=secondary",
    "/map?without=indirect&until=2012",
    "/profile",
    "/gaps",
    "/audit",
    "/ontology",
    "/search",
    "/search?q=sjogren",
    "/sparql",
    f"/sparql?{urlencode({'query': 'SELECT * { ?s a ?o } LIMIT 3'})}",
    f"/sparql?{urlencode({'query': 'ASK {}'})}",
    "/nowhere",
)


def between(found: Page, start: str, end: str) -> str:
    return found.text.partition(f" {start} ")[2].partition(f" {end} ")[0]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_what_it_is_not_and_loads_only_our_style(served: Served, path: str) -> None:
    found = page(served, path, 404 if path == "/nowhere" else 200)
    assert "is no medical advice. No clinician has reviewed the content yet." in found.text
    assert "Reviewed by a second person: 0 of 264 statements and 0 of 104 judgements." in found.text
    assert re.search(r"Content version 2026-11-24, SHA-256 [0-9a-f]{12} ", found.text)
    names = {tag for tag, _ in found.tags}
    assert not names & {"script", "style", "img", "iframe", "object", "embed", "base"}
    attributes = {name for _, known in found.tags for name in known}
    assert not {name for name in attributes if name.startswith("on")} | attributes & {"style"}
    loaded = [known for tag, known in found.tags if tag == "link" and known["rel"] != "alternate"]
    assert [each["href"].partition("?")[0] for each in loaded] == [
        "/static/style.css",
        "/static/icon.svg",
    ]
    assert sum(tag in {"main", "h1"} for tag, _ in found.tags) == 2


@pytest.mark.parametrize("path", PAGES)
def test_a_page_travels_in_less_than_60_kilobytes(served: Served, path: str) -> None:
    found = served.get(path, {"Accept": "text/html", "Accept-Encoding": "gzip"})
    packed = found.headers.get("content-encoding") == "gzip"
    assert len(found.body) < 60_000
    assert (gzip.decompress(found.body) if packed else found.body).endswith(b"</html>")


def test_the_claim_c41_names_both_sides_before_anything_else(served: Served) -> None:
    found = page(served, C41)
    supporting = between(found, "What speaks for it", "What speaks against it")
    opposing = between(found, "What speaks against it", "Judgements")
    assert "Takahashi 2003" in supporting
    assert "Rist 2011" not in supporting
    assert "Of 9 patients with ataxic neuropathy, 2 improved, 3 were stable and 4" in opposing
    assert "Australian immunoglobulin criteria 2497" in opposing
    assert found.links["Rist 2011"] == RIST
    order = ["Both sides", "Judgements", "In detail", "What points to it", "Address"]
    assert [found.text.index(f" {each} ") for each in order] == sorted(
        found.text.index(f" {each} ") for each in order
    )


def test_the_claim_c41_is_told_as_pico_judged_and_led_back_to_its_sentence(
    served: Served,
) -> None:
    found = page(served, C41)
    assert "This is a claim: what a text says. It is no evidence." in found.text
    about = between(found, "Whom and what it is about", "What it says")
    assert about == (
        "Population Sjögren's syndrome ataxic sensory neuronopathy "
        "Treatment intravenous immunoglobulin Comparator not stated Outcome effectiveness"
    )
    says = between(found, "What it says", "Where it stands")
    assert "effect improves modality has been shown modality as printed has been shown" in says
    judged = between(found, "Judgements", "In detail")
    assert "overall support disputed support by the cited source unverified" in judged
    way = between(found, "Where it stands", "This record")
    for words in ("section From the Research / Efficacy", "item 5", "start 2754", "end 2945"):
        assert words in way
    assert "cited as 6" in way
    assert found.links["Summary on IVIG in Sjögren's neuropathies"] == "/source/ivig-summary"


def test_a_study_s_own_statement_is_not_called_a_claim(served: Served) -> None:
    found = page(served, "/statement/rist-2011-6")
    assert "This is a claim" not in found.text
    says = between(found, "What it says", "Where it stands")
    assert "total 9 improved 2 stable 3 worsened 4" in says


def test_a_source_lists_its_statements_in_order_and_its_study(served: Served) -> None:
    found = page(served, RIST)
    listed = [href for href in found.links.values() if href.startswith("/statement/rist-2011-")]
    assert listed == [f"/statement/rist-2011-{number}" for number in range(1, 17)]
    assert "/study/rist-2011" in found.hrefs
    assert found.links["10.1002/acr.20495"] == "https://doi.org/10.1002/acr.20495"


def test_a_study_s_own_finding_is_argued_for_by_no_other(served: Served) -> None:
    found = page(served, "/statement/rist-2011-6")
    assert "2 improved, 3 were stable and 4 were worse" in found.text
    assert "What speaks" not in found.text
    assert "Both sides" not in found.text


def test_what_speaks_for_a_claim_tells_how_it_was_read(served: Served) -> None:
    supporting = between(page(served, C41), "What speaks for it", "What speaks against it")
    # Takahashi 2003 is known from another document alone (facts.md), so it is a secondary report.
    assert "read in: secondary report" in supporting


def test_a_name_that_people_use_leads_to_the_thing(served: Served) -> None:
    got = served.get("/statement/C41", {"Accept": "text/html"})
    assert (got.status, got.headers["location"]) == (303, C41)
    assert served.get("/source/C41", {"Accept": "text/html"}).status == 404


def test_the_first_page_says_what_was_asked_and_how_to_read_it(served: Served) -> None:
    found = page(served, "/")
    assert (
        "Asked with treatment: intravenous immunoglobulin; condition: Sjögren's syndrome"
        in found.text
    )
    assert "Improved-or-stable is not improved" in found.text


def test_a_query_with_a_fault_can_be_mended(served: Served) -> None:
    query = 'SELECT ?s { ?s <urn:"p>'
    for method in ("GET", "POST"):
        kind = {"Accept": "text/html", "Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode({"query": query})
        path, data = ("/sparql", body.encode()) if method == "POST" else (f"/sparql?{body}", None)
        got = served.ask(method, path, data, kind)
        assert got.status == 400
        assert "&lt;urn:&#34;p&gt;</textarea>" in got.text
        assert 'role="alert"' in got.text


def test_a_term_tells_its_kin_and_both_sides(served: Served) -> None:
    found = page(served, SMALL_FIBER)
    assert found.links["polyneuropathy"] == "/ontology/Polyneuropathy"
    narrower = between(found, "Narrower terms", "use instead")
    assert "idiopathic small fiber neuropathy" in narrower
    opposing = between(found, "What speaks against improvement", "In detail")
    assert "40 % of 30 patients on IVIG, 30 % of 30 on saline" in opposing


@pytest.mark.parametrize("path", [C41, RIST, SMALL_FIBER, "/assessment/fidelity-c41"])
def test_a_thing_names_its_twins_for_programs(served: Served, path: str) -> None:
    found = page(served, path)
    alternate = [known for tag, known in found.tags if known.get("rel") == "alternate"]
    assert {each["href"]: each["type"] for each in alternate} == {
        f"{path}.ttl": "text/turtle",
        f"{path}.jsonld": "application/ld+json",
        f"{path}.nt": "application/n-triples",
    }
    for each in alternate:
        twin = served.get(each["href"])
        assert (twin.status, twin.headers["content-type"].partition(";")[0]) == (200, each["type"])
        assert found.links[each["title"]] == each["href"]


def test_home_counts_what_the_files_hold_and_answers_the_first_question(
    served: Served, shipped: Path
) -> None:
    files = [path.read_text("utf-8") for path in (shipped / "data").rglob("*.ttl")]
    statements = sum(text.count("\n  ivig:statedIn ") for text in files)
    studies = sum(text.count("\n  a ivig:Study ;") for text in files)
    found = page(served, "/")
    assert f"statements {statements} " in found.text
    assert f"studies {studies} " in found.text
    row = next(row for row in found.rows if row[0] == "sensory ataxic neuropathy")
    # For it one case report; against it Rist 2011, where 2 of 9 improved and 4 were worse.
    assert row[1:5] == ["1", "1", "0", "yes"]
    assert "Rist 2011: 9" in row[-1]
    asked = "Which subtypes have evidence of a response"
    assert any(text.startswith(asked) for text in found.texts)
    assert SUBTYPES in found.links.values()


def test_questions_are_all_listed_each_once(served: Served, shipped: Path) -> None:
    found = page(served, "/questions")
    listed = [href for href in found.links.values() if href.startswith("/questions/")]
    names = [path.stem for path in (shipped / "queries/answers").glob("*.rq")]
    assert sorted(listed) == sorted(f"/questions/{name}" for name in names)


def test_a_question_has_menus_that_say_what_was_asked(served: Served) -> None:
    found = page(served, SUBTYPES)
    assert found.chosen == {
        "treatment": ["intravenous immunoglobulin"],
        "condition": ["Sjögren's syndrome"],
        "subtype": ["peripheral neuropathy"],
        "status": ["draft or accepted"],
    }
    first, *rest = found.options["treatment"]
    assert first == "any treatment"
    folded = [text.casefold().replace("-", " ") for text in rest]
    assert folded == sorted(folded)
    assert "plasma exchange" in found.options["treatment"]
    by_label = page(served, f"{SUBTYPES}?{urlencode({'subtype': 'Small-Fiber Neuropathy'})}")
    by_curie = page(served, f"{SUBTYPES}?subtype=ivig:SmallFiberNeuropathy&condition=&status=")
    assert by_label.chosen["subtype"] == ["small fiber neuropathy"]
    assert by_label.rows == by_curie.rows != found.rows


def test_several_values_and_dates_are_kept_in_the_form(served: Served) -> None:
    asked = "feature=ivig:PriorThrombosis&feature=ivig:ChronicRenalDysfunction"
    found = page(served, f"/questions/risks-for?{asked}")
    assert found.chosen["feature"] == ["chronic renal dysfunction", "prior thrombosis"]
    dated = page(served, "/questions/as-of?date=2004-01-01")
    fields = [known for tag, known in dated.tags if known.get("type") == "date"]
    assert [field["value"] for field in fields] == ["2004-01-01"]
    # Takahashi's report of 2003 was out by then, Rist's of 2011 was not.
    assert "Takahashi 2003" in dated.links
    assert "Rist 2011" not in dated.links


def test_reviewed_statements_alone_give_no_row_yet(served: Served) -> None:
    found = page(served, f"{SUBTYPES}?reviewed-only=true")
    assert "Answer (0 rows) Asked with treatment: intravenous immunoglobulin" in found.text
    assert "No row." in found.text
    assert {"id": "reviewed-only", "checked": ""}.items() <= next(
        known for tag, known in found.tags if known.get("name") == "reviewed-only"
    ).items()


def test_the_columns_are_few_or_all_and_lead_to_things(served: Served) -> None:
    few, every = page(served, SUBTYPES), page(served, f"{SUBTYPES}?all-columns=true")
    assert len(few.rows[0]) == 9
    assert len(every.rows[0]) == 14
    row = next(row for row in every.rows if row[0] == "ataxic sensory neuronopathy")
    assert row[-2:] == [
        "C41 claim C42 claim C47 claim C48 claim st:takahashi-2003-1",
        "Summary on IVIG in Sjögren's neuropathies Takahashi 2003",
    ]
    assert every.links["C41"] == C41


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        (f"{SUBTYPES}?nonsense=1", 400, "it has: treatment, condition, subtype, status"),
        (f"{SUBTYPES}?nonsense=", 400, "it has: treatment, condition, subtype, status"),
        (f"{SUBTYPES}?treatment=ivig:Pain", 400, "'ivig:Pain' is not of the kind asked for"),
        (f"{SUBTYPES}?treatment=x%3E+%3Fp+%7D+%23", 400, "treatment: "),
        (f"{SUBTYPES}?reviewed-only=perhaps", 400, "reviewed-only: 'perhaps' is neither"),
        ("/questions/as-of?date=tomorrow", 400, "date: 'tomorrow' is no date"),
        ("/questions/subtypes-with-respons", 404, "did you mean: subtypes-with-response"),
        ("/statement/ivig-summary-99", 404, "nearest: "),
        ("/audit?document=Rist", 404, "Rist 2011"),
        (f"/search?q={'x' * 400}", 400, "300"),
        ("/static/other.css", 404, "there is no such file"),
        ("/nowhere", 404, "nothing stands at this address"),
    ],
)
def test_what_cannot_be_shown_is_said_on_a_page(
    served: Served, path: str, status: int, said: str
) -> None:
    assert said in page(served, path, status).text


def lines_of(served: Served, path: str) -> dict[str, str]:
    """Return the texts that a page offers for copying, by their names."""
    text = got(served, path).text
    found = re.findall(r'<pre class="scroll code"[^>]*aria-label="([^"]+)"[^>]*><code>(.*?)</code>',
                       text, re.DOTALL)  # fmt: skip
    return {name: html.unescape(line) for name, line in found}


ASKED = f"{SUBTYPES}?{urlencode({'subtype': 'ivig:SensoryAtaxicNeuropathy'})}"


def test_the_lines_for_elsewhere_work_as_printed(served: Served) -> None:
    lines = lines_of(served, ASKED)
    wanted = page(served, ASKED).rows
    curl = subprocess.run(["bash", "-c", lines["curl"]], capture_output=True, check=True)  # noqa: S607
    rows = list(csv.DictReader(io.StringIO(curl.stdout.decode())))
    assert len(rows) == len(wanted) - 1 == 2  # itself, and one close to it
    program = f"{lines['Python']}\nprint(json.dumps(rows))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert [row["subtype"] for row in json.loads(done.stdout.splitlines()[-1])] == [
        row["subtype"] for row in rows
    ]
    (address,) = re.findall(r'^rows <- read\.csv\("([^"\\]+)", encoding = "UTF-8"\)$', lines["R"])
    assert address.startswith(served.origin)
    assert served.get(address.removeprefix(served.origin)).body == curl.stdout


def test_a_value_with_quotes_is_quoted_for_each_language(served: Served) -> None:
    asked = urlencode({"condition": "Sjögren's syndrome"})
    lines = lines_of(served, f"{SUBTYPES}?{asked}")
    # What was understood is told, not what was typed.
    assert "condition=ivig:SjogrenSyndrome" in lines["curl"]
    assert "condition=ivig%3ASjogrenSyndrome" in lines["Python"]


def test_the_permalink_and_the_query_give_the_same_answer(served: Served) -> None:
    found = page(served, ASKED)
    links = [href for text, href in found.links.items() if text.startswith(served.origin)]
    assert links == [f"{served.origin}{ASKED}"]
    query = lines_of(served, ASKED)["SPARQL"]
    rows = served.sparql(query).json["results"]["bindings"]
    assert len(rows) == len(found.rows) - 1
    run = page(served, found.links["Run it as a query of your own"])
    assert len(run.rows) == len(found.rows)


def test_each_download_is_there(served: Served) -> None:
    found = page(served, ASKED)
    kept = {text: href for text, href in found.links.items() if href.startswith("/api/questions/")}
    assert len(kept) == 7  # all formats but that of triples
    for href in kept.values():
        assert served.get(href).status == 200


def test_search_finds_without_accents_and_tells_kinds(served: Served) -> None:
    found = page(served, "/search?q=SJOGREN")
    assert found.links["Sjögren's syndrome"] == "/ontology/SjogrenSyndrome"
    assert page(served, "/search?q=C41").text.count("effect statement · st:ivig-summary-41") == 1
    assert "0 things found" in page(served, "/search?q=zzzz").text
    assert "found" not in page(served, "/search?q=+").text


def test_the_audit_leads_from_claims_to_their_pages(served: Served) -> None:
    found = page(served, "/audit")
    assert "52 claims, 52 judged; 52 of 52 unreviewed" in found.text
    assert found.links["C41"] == C41
    other = page(served, "/audit?document=src:rist-2011")
    assert "There is no judgement on this document or its claims" in other.text


def test_the_ontology_leads_from_terms_to_their_pages(served: Served) -> None:
    text = got(served, "/ontology").text
    assert f'<a href="{SMALL_FIBER}">small fiber neuropathy</a>' in text
    assert 'id="SmallFiberNeuropathy"' in text


def test_the_diagram_has_its_colours_from_the_style_sheet(served: Served) -> None:
    text = got(served, "/ontology").text
    assert '<rect class="d-page"' in text
    style = served.get("/static/style.css").text
    assert ".diagram .d-page { fill: var(--d-page); }" in style
    assert "--page: " in style


def test_style_and_icon_may_be_kept_as_long_as_their_address_holds(served: Served) -> None:
    links = [known["href"] for tag, known in page(served, "/").tags if tag == "link"]
    for link in links:
        named, plain = served.get(link), served.get(link.partition("?")[0])
        assert named.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert plain.headers["cache-control"] == "public, max-age=86400"
        assert named.body == plain.body
    assert served.get("/static/..%2fpages.py").status == 404


def test_an_ask_is_answered_in_words(served: Served) -> None:
    yes = page(served, f"/sparql?{urlencode({'query': 'ASK { ?s ?p ?o }'})}")
    no = page(served, f"/sparql?{urlencode({'query': 'ASK { ?s ?s ?s }'})}")
    assert "Answer Yes" in yes.text
    assert "Answer No" in no.text
