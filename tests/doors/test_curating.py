"""Review, retract, supersede, dispute, undo: what each does to the files, and what each refuses."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.thorough

Run = Callable[..., subprocess.CompletedProcess[str]]
Hash = Callable[[Path], str]
Act = Callable[..., subprocess.CompletedProcess[str]]
ATAXIC = "st:rist-2011-6"
# What names it as support or evidence, or is derived from its counts (facts.md sections 1.4, 8;
# grep "st:rist-2011-6 " and "st:rist-2011-6.result" in data/).
UPON = (
    *("as:disagreement-ataxic", "as:disagreement-ataxic-case"),
    *("as:evidence-ataxic-neuronopathy", "as:evidence-sensory-ataxic"),
    *(f"as:fidelity-c{number}" for number in ("02", "41", "42", "47", "48", "52")),
    "st:rist-2011-16",
)


@pytest.fixture
def act(call: Run, curated: Path) -> Act:
    """Return what runs a command on a content of its own, as the made-up reviewer."""

    def acts(*words: str, agent: str = "test-reviewer") -> subprocess.CompletedProcess[str]:
        named = ("--agent", agent) if agent else ()
        return call(*words, *named, "--content", curated)

    return acts


def block(content: Path, subject: str) -> list[str]:
    """Return the lines of a thing, wherever it stands in the data."""
    for path in sorted((content / "data").rglob("*.ttl")):
        text = path.read_text("utf-8")
        if f"\n{subject}\n" in text:
            return text.split(f"\n{subject}\n", 1)[1].split("\n\n")[0].splitlines()
    raise AssertionError(subject)


def status(content: Path, subject: str) -> str:
    found = [line.split()[1] for line in block(content, subject) if "ivig:status" in line]
    return found[0].removeprefix("ivig:") if found else "none"


def test_a_second_person_accepts_and_the_entry_says_who_when_and_why(
    act: Act, curated: Path
) -> None:
    done = act("review", ATAXIC, "--accept", "--why", "Read against the report.")
    assert (done.returncode, done.stdout) == (
        0,
        f"{ATAXIC} is accepted now: faithful to what it rests on, which does not make it true\n",
    )
    assert status(curated, ATAXIC) == "Accepted"
    lines = block(curated, "entry:rist-2011-1")
    assert lines[:5] == [
        "  a ivig:CurationEntry ;",
        "  ivig:act ivig:Accepted ;",
        f"  ivig:concerns {ATAXIC} ;",
        "  ivig:statusBefore ivig:Draft ;",
        "  ivig:statusAfter ivig:Accepted ;",
    ]
    assert '  ivig:because "Read against the report."@en ;' in lines
    assert "  dcterms:creator agent:test-reviewer ;" in lines


def test_what_was_accepted_and_changed_by_hand_is_found(act: Act, curated: Path) -> None:
    from ivig_kg.check.accepted import accepted_findings  # noqa: PLC0415 (only here)
    from ivig_kg.check.place import Places  # noqa: PLC0415 (only here)
    from ivig_kg.content import Content  # noqa: PLC0415 (only here)
    from ivig_kg.curate import reading_desk  # noqa: PLC0415 (only here)
    from ivig_kg.engine import EmbeddedEngine  # noqa: PLC0415 (only here)

    def found() -> list[str]:
        desk = reading_desk(Content(str(curated), "test"))
        engine = desk.asker.engine
        assert isinstance(engine, EmbeddedEngine)
        findings = accepted_findings(engine, Places(lambda _: None), desk.namespaces)
        return [finding.message.partition(":")[2].partition(":")[0] for finding in findings]

    assert act("review", "st:mori-2005-2", "--accept", "--why", "Read.").returncode == 0
    source = curated / "data/sources/mori-2005.ttl"
    accepted = source.read_text("utf-8")
    assert accepted.count("ivig:n 36 .") == 1
    assert found() == []
    source.write_text(accepted.replace("ivig:n 36 .", "ivig:n 63 ."), "utf-8")  # in a part of it
    assert found() == ["mori-2005-2"]


def test_bad_input_29_nobody_reviews_their_own_no_program_either(
    act: Act, curated: Path, hashed: Hash, tmp_path: Path
) -> None:
    before = hashed(curated)
    done = act("review", ATAXIC, "--accept", "--why", "Fine.", agent="project-import")
    assert (done.returncode, done.stdout) == (2, "")
    assert "nobody reviews their own, no program either" in done.stderr
    unknown = act("review", ATAXIC, "--accept", "--why", "Fine.", agent="dr-nobody")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "'dr-nobody' is nobody in data/agents.ttl; there are: project-import" in unknown.stderr
    assert hashed(curated) == before
    (journal,) = (tmp_path / "state").rglob("journal.jsonl")
    assert journal.read_text("utf-8").count('"refused"') == 2


def test_bad_input_29_a_second_agent_of_the_same_person_is_still_the_same_person(
    act: Act, curated: Path, hashed: Hash
) -> None:
    words = ("--label", "A", "--about", "B", "--interests", "none declared", "--called")
    taken = act("agent", "second-self", *words, "curator@example.org", agent="")
    assert (taken.returncode, "one person is one agent" in taken.stderr) == (2, True)
    agents = curated / "data/agents.ttl"
    text = agents.read_text("utf-8")
    agents.write_text(
        text.rstrip().removesuffix(".") + ';\n  ivig:gitIdentity "shared@example.org" .\n\n'
        'agent:shared\n  a prov:SoftwareAgent ;\n  rdfs:label "shared"@en ;\n'
        '  dcterms:description "Made up."@en ;\n  ivig:gitIdentity "shared@example.org" .\n',
        "utf-8",
    )
    source = curated / "data/sources/mori-2005.ttl"
    first = source.read_text("utf-8").replace("agent:project-import", "agent:test-reviewer", 1)
    source.write_text(first, "utf-8")
    before = hashed(curated)
    done = act("review", "st:mori-2005-1", "--accept", "--why", "x", agent="shared")
    assert (done.returncode, "was entered by agent:test-reviewer" in done.stderr) == (2, True)
    assert hashed(curated) == before


def test_bad_input_29_what_was_rejected_is_not_accepted_afterwards(act: Act, curated: Path) -> None:
    assert act("review", "st:rist-2011-1", "--reject", "--why", "Other counts.").returncode == 0
    done = act("review", "st:rist-2011-1", "--accept", "--why", "After all.")
    assert done.returncode == 2
    assert "is rejected, and only a draft is reviewed (by agent:test-reviewer" in done.stderr
    again = act("review", "st:rist-2011-1", "--reject", "--why", "Other counts.")
    assert (again.returncode, again.stdout) == (
        0,
        "st:rist-2011-1 is rejected already; nothing to do\n",
    )
    assert status(curated, "st:rist-2011-1") == "Rejected"


def test_a_retraction_reaches_what_rests_on_it_and_undo_gives_it_back(
    act: Act, curated: Path, hashed: Hash
) -> None:
    sources = hashed(curated / "data/sources"), hashed(curated / "data/assessments")
    done = act("retract", ATAXIC, "--why", "Read again.")
    assert done.returncode == 0, done.stderr
    told = done.stdout.splitlines()
    assert told[-1] == "what must be judged anew: ivig-kg todo"
    assert {line.split()[0] for line in told[:-1]} == {ATAXIC, *UPON}
    assert {status(curated, thing) for thing in (ATAXIC, *UPON)} == {"Retracted"}
    again = act("retract", ATAXIC, "--why", "Read again.")
    assert again.returncode == 0
    assert "is retracted already (by agent:test-reviewer on" in again.stdout
    part = act("undo", "as:fidelity-c41", "--why", "It was right.")
    assert part.returncode == 2
    assert "was one of 12 things in one act (entry:rist-2011-1)" in part.stderr
    back = act("undo", ATAXIC, "--why", "It was right.")
    assert back.returncode == 0, back.stderr
    assert (hashed(curated / "data/sources"), hashed(curated / "data/assessments")) == sources
    twice = act("undo", "entry:rist-2011-1", "--why", "Again.")
    assert (twice.returncode, "was undone already, by entry:" in twice.stderr) == (2, True)


def test_a_retracted_source_takes_its_statements_and_what_was_read_only_there(
    act: Act, curated: Path
) -> None:
    done = act("retract", "src:medscape-777596", "--why", "Taken back.")
    assert done.returncode == 0, done.stderr
    assert status(curated, "src:medscape-777596") == "Retracted"
    # In rist-2011.ttl five statements have no other ivig:seenIn than this report.
    only = {f"st:rist-2011-{number}" for number in (9, 10, 11, 12, 13)}
    assert {line.split()[0] for line in done.stdout.splitlines()[1:]} == only
    assert {status(curated, thing) for thing in only} == {"Retracted"}


def test_a_newer_statement_supersedes_and_the_older_one_stays(act: Act, curated: Path) -> None:
    done = act("supersede", "st:mori-2005-9", "st:mori-2005-10", "--why", "For the test.")
    assert done.returncode == 0, done.stderr
    assert status(curated, "st:mori-2005-9") == "Superseded"
    assert "  ivig:supersededBy st:mori-2005-10 ." in block(curated, "st:mori-2005-9")
    assert "  ivig:replacement st:mori-2005-10 ;" in block(curated, "entry:mori-2005-1")
    assert act("undo", "st:mori-2005-9", "--why", "Back.").returncode == 0
    assert "ivig:supersededBy" not in "\n".join(block(curated, "st:mori-2005-9"))


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("st:mori-2005-9", "cannot supersede itself"),
        ("st:mori-2005-99", "nothing on 'st:mori-2005-99'"),
        ("as:fidelity-c41", "a statement supersedes a statement"),
        ("src:mori-2005", "is no Statement or Judgement"),
        ("st:rist-2011-1", "are of different documents, so both stand"),
    ],
)
def test_bad_input_28_what_cannot_supersede(
    act: Act, curated: Path, hashed: Hash, new: str, said: str
) -> None:
    before = hashed(curated)
    done = act("supersede", "st:mori-2005-9", new, "--why", "For the test.")
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert hashed(curated) == before


def test_bad_input_28_no_circle_and_nothing_that_is_retracted(act: Act, curated: Path) -> None:
    assert act("supersede", "st:mori-2005-2", "st:mori-2005-3", "--why", "A.").returncode == 0
    done = act("supersede", "st:mori-2005-3", "st:mori-2005-2", "--why", "B.")
    assert done.returncode == 2
    assert "st:mori-2005-2 is superseded" in done.stderr
    assert act("retract", "st:mori-2005-4", "--why", "C.").returncode == 0
    done = act("supersede", "st:mori-2005-3", "st:mori-2005-4", "--why", "D.")
    assert (done.returncode, "st:mori-2005-4 is retracted" in done.stderr) == (2, True)
    assert status(curated, "st:mori-2005-3") == "Draft"


def test_a_dispute_is_a_draft_and_changes_neither_side(
    act: Act, curated: Path, hashed: Hash
) -> None:
    sources = hashed(curated / "data/sources")
    words = ("st:rist-2011-6", "st:mori-2005-9", "--why", "Close, not equal.")
    done = act("dispute", *words, "--kind", "applicability")
    assert done.returncode == 0, done.stderr
    lines = block(curated, "as:disagreement-mori-2005-9-and-rist-2011-6")
    assert lines[:4] == [
        "  a ivig:Disagreement ;",
        "  ivig:side st:mori-2005-9 ;",
        "  ivig:side st:rist-2011-6 ;",
        "  ivig:disagreementKind ivig:Applicability ;",
    ]
    assert "  ivig:status ivig:Draft ;" in lines
    assert hashed(curated / "data/sources") == sources
    kind = ("--kind", "applicability", "--why", "x")
    same = act("dispute", "st:mori-2005-9", "st:mori-2005-9", *kind)
    assert (same.returncode, "with itself" in same.stderr) == (2, True)


@pytest.mark.parametrize(
    ("why", "said"),
    [("  ", "give the reason"), ("x" * 1001, "1001 characters"), ("a\nb", "a line break")],
)
def test_a_reason_is_one_plain_sentence(
    act: Act, curated: Path, hashed: Hash, why: str, said: str
) -> None:
    before = hashed(curated)
    done = act("review", ATAXIC, "--accept", "--why", why)
    assert (done.returncode, said in done.stderr) == (2, True)
    assert hashed(curated) == before


def test_git_says_who_it_is(call: Run, curated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unknown = call("retract", "st:mori-2005-9", "--why", "x", "--content", curated)
    assert unknown.returncode == 2
    assert "git knows no user.name and user.email here" in unknown.stderr
    for number, (name, value) in enumerate(
        (("user.name", "T. Curator"), ("user.email", "curator@example.org"))
    ):
        monkeypatch.setenv(f"GIT_CONFIG_KEY_{number}", name)
        monkeypatch.setenv(f"GIT_CONFIG_VALUE_{number}", value)
    monkeypatch.setenv("GIT_CONFIG_COUNT", "2")
    done = call("retract", "st:mori-2005-9", "--why", "x", "--content", curated)
    assert done.returncode == 0, done.stderr
    assert "  dcterms:creator agent:test-curator ;" in block(curated, "entry:mori-2005-1")


def test_the_log_tells_all_newest_first(act: Act, call: Run, curated: Path) -> None:
    act("review", "st:mori-2005-9", "--accept", "--why", "First.")
    act("undo", "st:mori-2005-9", "--why", "Second.")
    done = call("log", "st:mori-2005-9", "--content", curated)
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    acts = [(row[1], row[3], row[7], row[8]) for row in rows[1:]]
    assert acts == [
        ("entry:mori-2005-2", "undone", "Second.", "no"),
        ("entry:mori-2005-1", "accepted", "First.", "entry:mori-2005-2"),
    ]


def test_the_packaged_content_is_not_changed(call: Run, tmp_path: Path) -> None:
    from ivig_kg.content import Content  # noqa: PLC0415 (only here)
    from ivig_kg.curate.desk import at_desk  # noqa: PLC0415 (only here)
    from ivig_kg.errors import UsageError  # noqa: PLC0415 (only here)

    packaged = Content(str(tmp_path), "package")
    with (
        pytest.raises(UsageError, match="read-only: 'ivig-kg init FOLDER'"),
        at_desk(packaged, "x"),
    ):
        pass
    assert call("log", "--format", "json").returncode == 0
