"""The folder of a store: what lies where, who reads it, and what is known of it."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from ivig_kg.errors import ContentUnavailable, DamagedStore, UsageError
from ivig_kg.store import FORMAT, Manifest, StorePlace, done_reading, reading, unread
from ivig_kg.store.manifest import read_manifest, write_manifest

MADE = Manifest(
    format=FORMAT,
    engine="pyoxigraph 0.5.13",
    root="/content",
    version="2026-11-24",
    digest="d" * 64,
    signature="s" * 64,
    graphs=False,
    triples=7,
    bytes=0,
    seconds=0.5,
    answering=0.25,
    built="2026-11-30T00:00:00+00:00",
    folder="filled-1",
    files={},
    answers={},
    seen="",
)
READER = (
    "import sys; from ivig_kg.store import reading; reading(sys.argv[1]); "
    "print('reads', flush=True); sys.stdin.read()"
)


def taken(place: StorePlace, text: str = "x") -> Manifest:
    """Take what was built: a folder with one file."""
    folder = Path(place.building())
    folder.mkdir()
    (folder / "file").write_text(text)
    return place.take(MADE)


@pytest.fixture
def place(tmp_path: Path) -> StorePlace:
    found = StorePlace(tmp_path / "store")
    found.prepare()
    return found


def test_a_manifest_comes_back_as_it_was_written() -> None:
    assert read_manifest(write_manifest(MADE), "store.json") == MADE


def test_bad_input_each_byte_of_a_manifest_that_is_flipped_is_noticed() -> None:
    data = write_manifest(MADE)
    for place in range(len(data.rstrip())):
        if data[place : place + 1].isspace():  # between the members it says nothing
            continue
        flipped = bytearray(data)
        flipped[place] ^= 0x01
        with pytest.raises(DamagedStore, match=r"^store\.json: "):
            read_manifest(bytes(flipped), "store.json")


def test_a_manifest_of_another_form_keeps_what_tells_so() -> None:
    said = {"format": FORMAT + 1, "engine": "other 9.9", "root": "/content", "novel": [1]}
    known = json.loads(write_manifest(MADE))
    whole = {**said, "sha256": _hash_of(said)}
    read = read_manifest(json.dumps(whole).encode(), "store.json")
    assert (read.format, read.engine, read.root) == (FORMAT + 1, "other 9.9", "/content")
    assert known["format"] == FORMAT


def _hash_of(said: dict[str, object]) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"null", b"\xff", b'{"sha256": 1}'])
def test_what_is_no_manifest_is_a_damaged_store(data: bytes) -> None:
    with pytest.raises(DamagedStore, match=r"no description of a store|was altered"):
        read_manifest(data, "store.json")


def test_what_is_built_takes_the_place_of_what_was_there(place: StorePlace) -> None:
    assert place.manifest() is None
    first = taken(place, "first")
    assert (place.manifest(), first.folder, first.bytes) == (first, "filled-1", 5)
    second = taken(place, "second")
    assert place.manifest() == second
    assert Path(place.filled(second), "file").read_text() == "second"
    assert not Path(place.filled(first)).exists()


def test_what_is_read_stays_until_nobody_reads_it(place: StorePlace) -> None:
    old = place.filled(taken(place))
    with subprocess.Popen(
        [sys.executable, "-c", READER, old], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as reader:
        assert reader.stdout
        assert reader.stdout.readline() == b"reads\n"
        assert not unread(old)
        new = taken(place)
        assert Path(old, "file").exists()
        with pytest.raises(ContentUnavailable, match="another process reads this store"):
            place.clear()
        assert place.manifest() == new
        reader.communicate()
    assert unread(old)
    last = taken(place)
    assert [path.name for path in place.path.iterdir() if path.is_dir()] == [last.folder]


def test_what_this_process_reads_stays_until_it_has_done(place: StorePlace) -> None:
    old = place.filled(taken(place))
    reading(old)
    reading(old)
    taken(place)
    done_reading(old)
    taken(place)
    assert Path(old, "file").exists()
    done_reading(old)
    done_reading(old)  # once too often does no harm
    taken(place)
    assert not Path(old).exists()


def test_whoever_may_read_a_store_may_lock_it(place: StorePlace) -> None:
    folder = place.filled(taken(place))
    assert Path(f"{folder}.read").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("name", ["building", "filled-1", "filled-2024-03", "lock", "store.json"])
def test_what_is_only_called_like_a_part_of_a_store_is_not_touched(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "plan.txt").write_text("mine")
    with pytest.raises(UsageError, match="which is no part of a store"):
        StorePlace(tmp_path).prepare()
    assert not StorePlace(tmp_path).exists()
    assert (tmp_path / name / "plan.txt").read_text() == "mine"


@pytest.mark.parametrize("small", [True, False])
def test_files_that_are_not_those_that_were_built_are_refused(
    place: StorePlace, monkeypatch: pytest.MonkeyPatch, *, small: bool
) -> None:
    monkeypatch.setattr("ivig_kg.store.sound._SMALL", 100 if small else 0)
    folder = Path(place.building())
    folder.mkdir()
    for name in ("1.sst", "CURRENT", "MANIFEST-1", "LOG"):
        (folder / name).write_text(name)
    manifest = place.take(MADE)
    place.require_sound(manifest)
    (place.path / manifest.folder / "LOG").write_text("of no account")
    place.require_sound(manifest)
    for name in ("1.sst", "CURRENT", "MANIFEST-1"):
        file = place.path / manifest.folder / name
        file.write_text(name.swapcase())
        with pytest.raises(DamagedStore, match=f"{name} is not as it was built"):
            place.require_sound(manifest)
        file.write_text(name)  # as it was, at another time
        place.require_sound(manifest)
    file.unlink()
    with pytest.raises(DamagedStore):
        place.require_sound(manifest)


def test_what_was_left_half_built_is_removed(place: StorePlace) -> None:
    Path(place.building()).mkdir()
    (place.path / "building" / "half").write_text("x")
    assert not Path(place.building()).exists()


def test_a_folder_with_something_else_is_no_place_for_a_store(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("x")
    with pytest.raises(UsageError, match=r"holds 'thesis\.docx', which is no part of a store"):
        StorePlace(tmp_path).prepare()


def test_a_file_is_no_place_for_a_store(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ContentUnavailable, match="name another folder"):
        StorePlace(tmp_path / "file").prepare()


def test_removing_leaves_what_is_not_of_the_store(place: StorePlace) -> None:
    taken(place)
    (place.path / "notes.txt").write_text("mine")
    place.clear()
    place.remove()
    assert [path.name for path in place.path.iterdir()] == ["notes.txt"]


def test_removing_leaves_no_folder(place: StorePlace) -> None:
    taken(place)
    assert place.exists()
    place.clear()
    place.remove()
    assert not place.path.exists()
