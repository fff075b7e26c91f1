"""Map, forest, profile and gaps as pages and over the API: what they say, keep and refuse.

The expected rates are those of facts.md, section 8, which were reckoned by hand: of the 9 patients
with ataxia of Rist 2011 2 improved (Wilson 0.06 to 0.55) and 3 were stable; of all 19 in the
judgement of the practitioner 9 improved (0.27 to 0.68); of 22 of Humă 2020 18 (0.61 to 0.93).
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import re
from collections.abc import Iterator
from urllib.parse import quote, urlencode
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from ivig_kg.ask import DISCLAIMER
from tests.doors.seen_page import Page, page
from tests.doors.served import Got, Served
from tests.doors.test_web_api import MEDIA as ROWS

pytestmark = pytest.mark.thorough

ATAXIC, IVIG = "ivig:SensoryAtaxicNeuropathy", "ivig:IntravenousImmunoglobulin"
PAIR = urlencode({"subtype": ATAXIC, "treatment": IVIG})
EMPTY = "/profile?subtype=ivig:TrigeminalNeuropathy&treatment=ivig:PlasmaExchange"
FARED, ATAXIA = "How patients fared: intravenous immunoglobulin in", "sensory ataxic neuropathy"
HELD = "Evidence profile: intravenous immunoglobulin in"
TITLES = {
    "/map": "Evidence map: all treatments in peripheral neuropathy",
    "/forest": f"{FARED} peripheral neuropathy",
    f"/forest?{PAIR}": f"{FARED} {ATAXIA}",
    "/profile": f"{HELD} peripheral neuropathy",
    f"/profile?{PAIR}": f"{HELD} {ATAXIA}",
    EMPTY: "Evidence profile: plasma exchange in trigeminal neuropathy",
    "/gaps": "Gaps: all treatments in peripheral neuropathy",
}
PATHS = ("/map", "/forest", "/profile", "/gaps")
PICTURE = {"json": "application/json", "svg": "image/svg+xml"}
PROFILE = {"json": "application/json", "md": "text/markdown; charset=utf-8"}
MEDIA = {"rates": ROWS, "forest": PICTURE, "map": PICTURE, "profile": PROFILE, "gaps": ROWS}
EACH = [(name, form) for name, forms in MEDIA.items() for form in forms]
WRONG = [
    ("subtype=sensory+ataxic+neuropaty", "SensoryAtaxicNeuropathy (sensory ataxic neuropathy)"),
    ("treatment=ivig:Pain", "'ivig:Pain' is not of the kind asked for"),
    ("condition=x%3E+%3Fp+%7D+%23", "condition: nothing is called"),
    ("subtype=IVIG&subtype=IVIG", "subtype: given 2 times, and takes one value"),
    ("nonsense=1", "no parameter 'nonsense' here; there is: subtype, treatment, condition"),
    ("nonsense=", "no parameter 'nonsense' here"),
    ("without=indirekt", "'indirekt' is none of indirect, superseded, unverified"),
    ("without=n%3C0", "'n<0' is none of"),
    ("&".join(["without=abstract"] * 101), "without: 101 values; 100 at most"),
    ("fewer-than=0", "give a number from 1 to 9999999"),
    ("fewer-than=%C2%B2", "give a number from 1 to 9999999"),
    ("since=1799", "give a number from 1800 to 2200"),
    ("until=20000", "give a number from 1800 to 2200"),
    ("since=-2000", "give a number from 1800 to 2200"),
    ("design=cohort", "did you mean: cohort study?"),
    ("reviewed-only=perhaps", "reviewed-only: 'perhaps'"),
]


def asked(served: Served, name: str, query: str = "", accept: str = "*/*") -> Got:
    return served.get(f"/api/appraise/{name}?{query}", {"Accept": accept})


def told(events: int, total: int, percent: int, interval: str) -> str:
    """Return a rate as it is printed, with a dash between the ends of its interval."""
    return f"{events}/{total} = {percent} % ({interval.replace('-', chr(0x2013))} %)"


def table(found: Page, head: str) -> Iterator[dict[str, str]]:
    """Yield the rows of the first table that has such a column, by the names of columns."""
    first = next(n for n, row in enumerate(found.rows) if head in row)
    heads = found.rows[first]
    for row in found.rows[first + 1 :]:
        if len(row) != len(heads):
            return
        yield dict(zip(heads, row, strict=True))


def field(found: Page, name: str) -> dict[str, str]:
    return next(known for tag, known in found.tags if tag == "input" and known["name"] == name)


@pytest.mark.parametrize("path", TITLES)
def test_a_page_has_its_title_its_day_and_what_must_be_read(served: Served, path: str) -> None:
    found = page(served, path)
    assert found.texts[0] == f"{TITLES[path]} · ivig-kg"
    assert found.texts.count(TITLES[path]) >= 1
    assert DISCLAIMER in found.text
    assert re.search(r"Graph version 2026-11-24, SHA-256 [0-9a-f]{12}; made 20\d\d-", found.text)
    assert "Content version 2026-11-24" in found.text


@pytest.mark.parametrize("path", [*PATHS, f"/forest?{PAIR}&without=secondary"])
def test_every_link_of_a_page_leads_somewhere(served: Served, path: str) -> None:
    own = {href for href in page(served, path).hrefs if href.startswith("/")}
    assert len(own) > 15
    assert {href: served.get(href).status for href in own} == dict.fromkeys(own, 200)


def test_the_first_page_and_the_head_of_all_lead_to_the_map(served: Served) -> None:
    found = page(served, "/")
    assert {"/map", "/forest", "/gaps"} <= set(found.hrefs)
    assert "/map" in page(served, "/questions").hrefs
    for path in PATHS:
        tabs = [known for tag, known in page(served, path).tags if known.get("href") in PATHS]
        current = {
            known["href"]: known["aria-current"] for known in tabs if "aria-current" in known
        }
        assert current == {"/map": "true"} | {path: "page"}


def test_a_cell_of_the_map_tells_its_studies_and_leads_to_its_profile(served: Served) -> None:
    found = page(served, "/map")
    heads, *rows = found.rows
    row = next(row for row in rows if row[0] == "sensory ataxic neuropathy")
    # A case report for, Rist 2011 against (2 of 9 improved, 4 were worse): both sides.
    assert row[heads.index("intravenous immunoglobulin")] == "2 disputed very low"
    assert f"/profile?{PAIR}" in found.hrefs
    empty = next(row for row in rows if row[0] == "trigeminal neuropathy")
    assert set(empty[1:]) == {"nothing held"}


def test_what_is_left_out_of_a_map_is_left_out_of_the_profiles_it_leads_to(served: Served) -> None:
    found = page(served, "/map?without=secondary&fewer-than=5")
    profiles = [href for href in found.hrefs if href.startswith("/profile?subtype")]
    assert profiles
    assert all(href.endswith("&without=secondary&fewer-than=5") for href in profiles)


def test_the_forest_shows_rates_as_pictures_and_as_a_table(served: Served) -> None:
    found = page(served, "/forest")
    pictures = [known for tag, known in found.tags if tag == "svg"]
    assert [known["class"] for known in pictures] == ["picture", "picture"]
    rows = list(table(found, "improved or stable"))
    (ataxic,) = (row for row in rows if (row["subtype"], row["study"]) == (ATAXIA, "Rist 2011"))
    assert ataxic["improved"] == told(2, 9, 22, "6-55")
    assert ataxic["improved or stable"] == told(5, 9, 56, "27-81")
    (whole,) = (row for row in rows if row["study"] == "Humă 2020")
    assert whole["improved"] == told(18, 22, 82, "61-93")
    assert told(9, 19, 47, "27-68") in {row["improved"] for row in rows}
    assert "Not pooled: " in found.text
    assert found.hrefs.count("/statement/rist-2011-6") == 1


def test_what_a_forest_leaves_out_is_listed_with_the_reason(served: Served) -> None:
    found = page(served, f"/forest?{PAIR}&without=secondary")
    # Rist 2011 says this of its ataxic patients in a part that was seen at second hand (facts.md).
    (row,) = table(found, "because")
    assert row["left out"].startswith("Rist 2011: ")
    assert row["improved"] == told(2, 9, 22, "6-55")
    assert row["because"].startswith("read as: secondary report")
    early = page(served, f"/forest?{PAIR}&until=2010")
    assert [row["because"][:7] for row in table(early, "because")][-1] == "of 2011"


def test_a_pair_without_data_is_a_page_that_says_so(served: Served) -> None:
    found = page(served, EMPTY)
    for words in (
        "No study of this pair is in the graph.",
        "Nobody has judged the certainty of this evidence.",
    ):
        assert words in found.text
    bare = page(served, "/forest?subtype=ivig:TrigeminalNeuropathy")
    assert bare.text.count("No count of it") == 4  # two endpoints, two pictures
    assert "No count of it" in page(served, "/forest?reviewed-only=true").text


def test_a_profile_leads_to_the_statements_and_judgements_behind_it(served: Served) -> None:
    found = page(served, f"/profile?{PAIR}")
    assert "/statement/rist-2011-6" in found.hrefs
    assert any(href.startswith("/assessment/") for href in found.hrefs)
    assert "/statement/ivig-summary-2" in found.hrefs  # a claim, told as such
    assert "claim" in found.texts


def test_gaps_lead_to_terms_profiles_and_trials(served: Served) -> None:
    found = page(served, "/gaps")
    assert found.links["trigeminal neuropathy"] == "/ontology/TrigeminalNeuropathy"
    small = "/profile?" + urlencode({"subtype": "ivig:SmallFiberNeuropathy", "treatment": IVIG})
    assert small in found.hrefs
    assert found.links["NCT03700138"] == "/study/nct03700138"
    (trial,) = (row for row in table(found, "what is said of it") if row["study"] == "NCT03700138")
    assert trial["design"] == "randomised controlled trial"
    assert (trial["patients"], trial["subtype"]) == ("24", "peripheral neuropathy")


@pytest.mark.parametrize("path", PATHS)
def test_a_form_keeps_what_was_given(served: Served, path: str) -> None:
    words = "without=indirect&without=abstract&without=n%3C4&since=1990&until=2020"
    more = "design=case+report&design=Case+Series&reviewed-only=on"
    found = page(served, f"{path}?subtype=Sensory+Ataxic+Neuropathy&treatment=ivig&{words}&{more}")
    assert found.chosen == {
        "subtype": ["sensory ataxic neuropathy"],
        "treatment": ["intravenous immunoglobulin"],
        "condition": ["Sjögren's syndrome"],
        "design": ["case report", "case series"],
    }
    boxes = [known for _, known in found.tags if known.get("name") == "without"]
    assert [known["value"] for known in boxes if "checked" in known] == ["indirect", "abstract"]
    assert len(boxes) == 5
    kept = {name: field(found, name)["value"] for name in ("fewer-than", "since", "until")}
    assert kept == {"fewer-than": "4", "since": "1990", "until": "2020"}
    assert "checked" in field(found, "reviewed-only")
    assert "open" in next(known for tag, known in found.tags if tag == "details")


@pytest.mark.parametrize(
    ("path", "treatment"),
    [
        ("/map", "any treatment"),
        ("/gaps", "any treatment"),
        ("/map?treatment=ivig:Treatment", "any treatment"),
        ("/forest", "intravenous immunoglobulin"),
        ("/profile", "intravenous immunoglobulin"),
    ],
)
def test_an_empty_form_shows_what_it_means(served: Served, path: str, treatment: str) -> None:
    found = page(served, path)
    assert found.chosen["treatment"] == [treatment]
    assert found.chosen["subtype"] == ["peripheral neuropathy"]
    assert "open" not in next(known for tag, known in found.tags if tag == "details")
    empty = "subtype=&treatment=&condition=&fewer-than=&since=&until="
    bare = path.partition("?")[0]
    assert page(served, f"{bare}?{empty}").rows == found.rows


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("query", "said"), WRONG)
def test_what_cannot_be_meant_is_refused_on_a_page(
    served: Served, path: str, query: str, said: str
) -> None:
    assert said in page(served, f"{path}?{query}", 400).text


@pytest.mark.parametrize("name", MEDIA)
@pytest.mark.parametrize(("query", "said"), [*WRONG, ("subtype=", "nothing is called ''")])
def test_what_cannot_be_meant_is_refused_by_the_api(
    served: Served, name: str, query: str, said: str
) -> None:
    got = asked(served, name, query)
    assert (got.status, got.headers["content-type"]) == (400, "application/problem+json")
    assert said in got.json["detail"]


HOSTILE = "\"><script>alert(1)</script><b onclick='x'>"
NAMES = (
    *("subtype", "treatment", "condition", "without", "fewer-than", "since", "until"),
    *("design", "reviewed-only", 'x"><script>alert(1)</script>'),
)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", NAMES)
def test_what_is_hostile_comes_out_escaped(served: Served, path: str, name: str) -> None:
    got = served.get(f"{path}?{urlencode({name: HOSTILE})}", {"Accept": "text/html"})
    assert got.status == 400
    assert "<script" not in got.text
    assert "<b onclick" not in got.text
    assert "&lt;script&gt;" in got.text


@pytest.mark.parametrize(("name", "form"), EACH)
def test_an_appraisal_has_each_of_its_formats(served: Served, name: str, form: str) -> None:
    got = asked(served, name, f"{PAIR}&format={form}")
    assert (got.status, got.headers["content-type"]) == (200, MEDIA[name][form])
    assert got.headers["access-control-allow-origin"] == "*"
    assert 'rel="alternate"; type="text/html"' in got.headers["link"]
    if form not in {"json", "csv", "sheet", "tsv"} or name in {"map", "forest", "profile"}:
        assert DISCLAIMER in got.text
    else:
        assert 'rel="describedby"' in got.headers["link"]


@pytest.mark.parametrize(
    ("name", "accept", "media"),
    [
        ("map", "image/svg+xml", "image/svg+xml"),
        ("map", "image/*;q=0.9, application/json;q=0.1", "image/svg+xml"),
        ("forest", "*/*", "application/json"),
        ("profile", "text/markdown", "text/markdown; charset=utf-8"),
        ("rates", "text/csv", ROWS["csv"]),
        ("rates", "application/json", "application/json"),
        ("gaps", "text/plain", ROWS["table"]),
        ("map", "text/csv", ""),
        ("rates", "text/turtle", ""),
        ("profile", "image/svg+xml", ""),
    ],
)
def test_accept_chooses_the_format(served: Served, name: str, accept: str, media: str) -> None:
    got = asked(served, name, accept=accept)
    assert got.status == (200 if media else 406)
    assert got.headers["content-type"] == media or "application/problem+json"


@pytest.mark.parametrize(
    ("name", "query", "status", "said"),
    [
        ("forst", "", 404, "did you mean: forest?"),
        ("", "", 404, "nothing stands at this address"),
        ("x" * 200, "", 404, "there are: rates, forest, map, profile, gaps"),
        ("map", "format=html", 400, "none is called 'html'; nearest: json, svg"),
        ("rates", "format=ttl", 400, "none is called 'ttl'"),
        ("gaps", "width=400", 400, "no parameter 'width' here"),
        ("map", "format=svg&width=319", 400, "a number of pixels from 320 to 4000"),
        ("map", "format=svg&width=4001", 400, "a number of pixels from 320 to 4000"),
        ("forest", "format=svg&width=390px", 400, "a number of pixels from 320 to 4000"),
        ("forest", "width=390&width=400", 400, "width: given 2 times"),
    ],
)
def test_what_the_api_does_not_have_is_told(
    served: Served, name: str, query: str, status: int, said: str
) -> None:
    got = asked(served, quote(name), query)
    assert (got.status, got.headers["content-type"]) == (status, "application/problem+json")
    assert said in got.json["detail"]


def test_rates_are_numbers_with_their_intervals(served: Served) -> None:
    text = asked(served, "rates", f"{PAIR}&format=csv").text
    row = next(r for r in csv.DictReader(io.StringIO(text)) if r["study"] == "Rist 2011")
    assert [row[name] for name in ("improved", "improved_or_stable", "worsened", "total")] == [
        *("2", "5", "4", "9"),
    ]
    shown = [round(float(row[f"improved_{name}"]), 2) for name in ("rate", "low", "high")]
    assert shown == [0.22, 0.06, 0.55]
    fewer = asked(served, "rates", f"{PAIR}&without=secondary").json
    assert [each["because"] for each in fewer["left_out"]] == ["read as: secondary report"]
    assert fewer["parameters"] == {
        "subtype": [ATAXIC],
        "treatment": [IVIG],
        "without": ["secondary"],
    }


@pytest.mark.parametrize("width", [320, 390, 4000])
def test_a_picture_has_its_media_type_its_width_and_a_policy_that_fits(
    served: Served, width: int
) -> None:
    for name in ("map", "forest"):
        got = asked(served, name, f"format=svg&width={width}")
        assert got.headers["content-type"] == "image/svg+xml"
        assert got.headers["x-content-type-options"] == "nosniff"
        assert got.headers["content-disposition"] == f'inline; filename="ivig-kg-{name}.svg"'
        root = ET.fromstring(got.text)  # noqa: S314 (our own)
        assert root.get("width") == str(width)
        (style,) = [each.text or "" for each in root.iter("{http://www.w3.org/2000/svg}style")]
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        policy = got.headers["content-security-policy"]
        assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}'; ")
        assert "unsafe" not in policy
    page_policy = served.get("/map").headers["content-security-policy"]
    assert "style-src 'self'; " in page_policy


@pytest.mark.parametrize("path", [*PATHS, "/api/appraise/map?format=svg", "/api/appraise/rates"])
def test_an_answer_is_asked_about_by_its_tag(served: Served, path: str) -> None:
    first = served.get(path)
    tag = first.headers["etag"]
    same = served.get(path, {"If-None-Match": tag})
    assert (same.status, same.body) == (304, b"")
    more = f"{path}{'&' if '?' in path else '?'}subtype={ATAXIC}"
    other = served.get(more, {"If-None-Match": tag})
    assert (other.status, other.headers["etag"] == tag) == (200, False)
    assert first.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("name", MEDIA)
def test_the_description_fits_what_is_answered(served: Served, name: str) -> None:
    whole = served.get("/api/openapi.json").json
    own = whole["paths"][f"/api/appraise/{name}"]["get"]
    names = [each["name"] for each in own["parameters"]]
    picture = ["width"] if name in {"map", "forest"} else []
    assert names == [*NAMES[:-1], "format", *picture]
    assert set(own["responses"]) == {"200", "400", "406", "503", "504"}
    plain = {media.partition(";")[0] for media in MEDIA[name].values()}
    assert set(own["responses"]["200"]["content"]) == plain
    schema = own["responses"]["200"]["content"]["application/json"]["schema"]
    fits = Draft202012Validator({**schema, "components": whole["components"]})
    for query in ("", f"{PAIR}&without=secondary", "subtype=ivig:SmallFiberNeuropathy"):
        assert list(fits.iter_errors(asked(served, name, query).json)) == []


def test_a_condition_that_statements_are_about_leads_to_its_forest(served: Served) -> None:
    words = "How patients with it fared, study by study"
    found = page(served, "/ontology/SensoryAtaxicNeuropathy")
    assert found.links[words] == f"/forest?{urlencode({'subtype': ATAXIC})}"
    assert page(served, found.links[words]).rows
    for path in ("/ontology/NeuropathyWithAtaxia", "/ontology/IntravenousImmunoglobulin"):
        assert words not in page(served, path).links
