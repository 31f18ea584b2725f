"""What was published stays published: the lock, the code, the samples, and git's last commit."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from services.cli.published import LOCK_FILE, SAMPLES_FOLDER, published
from services.kernel.event import Event
from services.kernel.language import lock
from services.kernel.language.shape import shape_of
from services.kernel.settings import REPOSITORY
from services.kernel.values import Flag, ShortText


class Noted(Event, room="test", zh="记录", name="noted"):
    text: ShortText


class NotedMore(Event, room="test", zh="记录", name="noted_more"):
    text: ShortText
    why: ShortText | None = None


class NotedLess(Event, room="test", zh="记录", name="noted_less"):
    why: ShortText | None = None


class Other(Event, room="test", zh="另", name="other"):
    flag: Flag


def locked(*events: type[Event]) -> lock.Lock:
    return {"t": [lock.publish(shape_of(event)) for event in events]}


def test_the_code_says_what_was_published():
    """After an addition: ./jingheng events lock --write."""
    known = lock.read(LOCK_FILE.read_text(encoding="utf-8"))

    assert [str(finding) for finding in lock.compare(known, published())] == []
    assert lock.write(known) == LOCK_FILE.read_text(encoding="utf-8")


def _at_head(path: Path) -> str | None:
    name = path.relative_to(REPOSITORY).as_posix()
    done = subprocess.run(
        ["git", "show", f"HEAD:{name}"], cwd=REPOSITORY, capture_output=True, check=False
    )
    return done.stdout.decode() if done.returncode == 0 else None


needs_git = pytest.mark.skipif(
    shutil.which("git") is None or not (REPOSITORY / ".git").exists(), reason="not a git work tree"
)


@needs_git
def test_no_published_shape_differs_from_the_last_commit():
    before = _at_head(LOCK_FILE)
    if before is None:
        pytest.skip("the lock is not committed yet")
    now = lock.read(LOCK_FILE.read_text(encoding="utf-8"))

    assert [str(finding) for finding in lock.only_added(lock.read(before), now)] == []


@needs_git
def test_no_published_sample_differs_from_the_last_commit():
    listed = subprocess.run(
        ["git", "ls-tree", "--name-only", "HEAD", "tests/wire/"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    for name in listed:
        file = REPOSITORY / name
        assert file.exists(), f"{name} was removed"
        assert file.read_text(encoding="utf-8").startswith(_at_head(file)), f"{name} was edited"


def test_every_sample_is_of_a_published_type():
    named = {file.name.removesuffix(".jsonl") for file in SAMPLES_FOLDER.glob("*.jsonl")}

    assert named == set(published())


def test_a_new_type_and_a_new_optional_field_are_additions():
    found = lock.compare(locked(Noted), {"t": NotedMore, "u": Other})

    assert [(one.wire_name, one.addition) for one in found] == [("t", True), ("u", True)]
    grown = lock.extend(locked(Noted), {"t": NotedMore, "u": Other})
    assert [len(versions) for versions in grown.values()] == [2, 1]
    assert list(grown) == ["t", "u"]
    assert lock.compare(grown, {"t": NotedMore, "u": Other}) == []


@pytest.mark.parametrize(
    ("known", "types", "word"),
    [
        (locked(Noted), {}, "no longer in the code"),
        (locked(Noted), {"t": Other}, "refused now"),
        (locked(NotedMore), {"t": Noted}, "refused now"),
        (locked(Noted, NotedMore), {"t": Noted}, "shape 2 and now"),
        (locked(Noted, NotedLess), {"t": NotedLess}, "shape 1 and shape 2"),
    ],
    ids=["removed", "changed", "field lost", "addition taken back", "lock itself unsound"],
)
def test_anything_else_is_refused_and_nothing_is_written(known, types, word):
    found = lock.compare(known, types)

    assert word in " ".join(map(str, found))
    assert not all(finding.addition for finding in found)
    with pytest.raises(ValueError, match=r"t: "):
        lock.extend(known, types)


def test_it_is_read_as_it_was_written():
    known = lock.extend({}, published())

    assert lock.read(lock.write(known)) == known
    assert lock.write(lock.read(lock.write(known))) == lock.write(known)


@pytest.mark.parametrize("harm", ["shape", "hash", "twice", "empty"])
def test_an_edited_lock_is_not_read(harm):
    tree = json.loads(lock.write(locked(Noted)))
    (entry,) = tree["types"]
    if harm == "shape":
        entry["versions"][0]["shape"]["properties"]["text"]["maxLength"] = 500
    elif harm == "hash":
        entry["versions"][0]["sha256"] = "0" * 64
    elif harm == "twice":
        tree["types"].append(entry)
    else:
        entry["versions"] = []
    with pytest.raises(ValueError, match="t: "):
        lock.read(json.dumps(tree))


def test_an_edit_that_also_mends_the_hash_is_found_beside_the_earlier_lock():
    before = {**locked(Noted), "u": locked(Other)["t"]}
    moved = dict(reversed(before.items()))
    for after in ({}, locked(NotedMore), {**locked(Noted)}, moved):
        assert lock.only_added(before, after)
    assert lock.only_added(before, before | {"v": before["u"]}) == []
    assert lock.only_added(before, before | locked(Noted, NotedMore)) == []
