"""The independent verifier of certificates: decides every case anew, refuses every tampering."""

import ast
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from services.gateway.cases.chunks import cases, chunks
from services.gateway.decision.kinds import decide
from services.gateway.record.certificate import Certificate
from services.kernel.fact import read_fact
from services.roster.events import HonourKind, PoliceRank, PostGrade, SanctionKind
from services.training.events import CourseKind
from tests.gateway.cases.files import SCENARIOS
from tests.gateway.on_file import SHELF, question, shelf_of
from tests.verifier.certificates import FOLDER, KEY, certified, edited, load, of_case
from tests.verifier.histories import History

verifier = load()
PUBLIC = KEY.public_key().public_bytes_raw().hex()
KEYS = {"gateway": PUBLIC}


def _cases(folder: str = ""):
    for path in (path for path in SCENARIOS if folder in path.parts):
        for chunk in chunks(path.read_text(encoding="utf-8"), str(path)):
            yield from cases(chunk)[0]


def _case(name: str) -> list[Certificate]:
    (found,) = [case for case in _cases("rank") if case.id == name]
    return of_case(found, shelf_of(found.bureau))


def test_every_case_is_decided_the_same_or_honestly_not_judged():
    found: Counter[tuple[str, str]] = Counter()
    for case in _cases("scenarios"):
        for made in of_case(case, shelf_of(case.bureau)):
            report = verifier.verify(made.model_dump_json(), KEYS)
            assert report["ok"], (case.source, case.id, report)
            found[made.kind, report["judgement"].partition(":")[0]] += 1
    ranks = {word: count for (kind, word), count in found.items() if kind == "police_rank"}

    assert set(ranks) == {"agrees", "not judged"}
    assert ranks["agrees"] >= 112, found
    assert ranks["not judged"] <= 54, found
    assert {word for (kind, word) in found if kind != "police_rank"} == {"not judged"}


def test_its_words_are_those_of_the_events():
    import words

    for ours, theirs in (
        (PoliceRank, words.RANKS),
        (PostGrade, words.POSTS),
        (SanctionKind, words.SANCTIONS),
    ):
        assert {member.value: member.zh for member in ours} == theirs
        assert [member.value for member in ours] == list(theirs)
    for ours, theirs in ((CourseKind, words.COURSES), (HonourKind, words.HONOURS)):
        assert theirs.items() <= {member.value: member.zh for member in ours}.items()


def _sanction(tree) -> int:
    return next(n for n, one in enumerate(tree["evidence"]) if "sanction_imposed" in one["event"])


def _alter_fact(tree) -> None:
    one = tree["evidence"][_sanction(tree)]
    one["event"] = edited(one["event"], kind="expulsion")


def _remove_sanction(tree) -> None:
    del tree["evidence"][_sanction(tree)]


def _other_policy(tree) -> None:
    law = tree["policies"][0]["layers"][0]
    law["content"] = law["content"].replace('"警告":6', '"警告":5')


def _other_outcome(tree) -> None:
    tree["decision"] = tree["decision"].replace('"outcome":"BLOCKED"', '"outcome":"PROMOTE"')


def _foreign_link(tree) -> None:
    tree["evidence"][1]["before"] = "0" * 64


def _other_person(tree) -> None:
    tree["person"] = "somebody"


TAMPERINGS = {
    "an altered fact": (_alter_fact, "evidence 2, roster position 2"),
    "a removed sanction": (_remove_sanction, "evidence of roster"),
    "another number in the policy": (_other_policy, "policy police_rank@r0/1992-07-01+1992-07-01"),
    "another outcome": (_other_outcome, "decision"),
    "a link that is not the one before": (_foreign_link, "evidence 2, roster position 2"),
    "another person": (_other_person, "record, gateway position 1"),
    "no policies": (lambda tree: tree["policies"].clear(), "policy police_rank"),
    "a member more": (lambda tree: tree.update(more=1), "certificate"),
    "a member less": (lambda tree: tree.pop("seal"), "certificate"),
    "nothing in the record": (lambda tree: tree.update(record={}), "record"),
    "another decided kind": (lambda tree: tree.update(kind="pay"), "record, gateway position 1"),
    "a fact twice": (lambda tree: tree["evidence"].append(tree["evidence"][-1]), "evidence 3"),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_each_tampering_is_refused_at_its_place(name):
    tamper, place = TAMPERINGS[name]
    tree = json.loads(_case("R-13")[0].model_dump_json())
    assert verifier.verify(json.dumps(tree), KEYS)["ok"]
    tamper(tree)
    report = verifier.verify(json.dumps(tree), KEYS)

    assert not report["ok"]
    assert report["wrong"]["place"].startswith(place), report


def _leaves(tree, path=()):
    if isinstance(tree, dict | list) and tree:
        for key, part in tree.items() if isinstance(tree, dict) else enumerate(tree):
            yield from _leaves(part, (*path, key))
    elif path != ("checkpoints",):
        yield path


def _with(tree, path, value) -> str:
    copy = json.loads(json.dumps(tree))
    part = copy
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    return json.dumps(copy)


def test_no_member_can_become_anything_else():
    tree = json.loads(_case("R-13")[0].model_dump_json())
    found = list(_leaves(tree))
    for path in found:
        for value in (None, 0, "", "x", "1" * 64, [], {}, ["x"], {"x": 1}):
            report = verifier.verify(_with(tree, path, value), KEYS)
            assert not report["ok"], (path, value)
            assert report["wrong"]["place"], (path, value)

    assert len(found) > 25


@pytest.mark.parametrize("text", ["", "null", "[]", "{}", "[" * 100_000, '{"format": 1}', "\udcff"])
def test_what_is_no_certificate_is_refused(text):
    assert verifier.verify(text)["wrong"]["place"] == "certificate"


def _resealed(tree, decision: str) -> None:
    """All hashes made anew around another decision, as one who has no key can."""
    import hashlib

    record = tree["record"]
    digest = hashlib.sha256(decision.encode()).hexdigest()
    outcome = json.loads(decision)["outcome"]
    line = edited(record["event"], decision=decision, decision_sha256=digest, outcome=outcome)
    raw = verifier.verify_log.members(line)
    body = verifier.verify_log.canonical_bytes(raw)
    link = hashlib.sha256(bytes.fromhex(record["before"]) + body).hexdigest()
    record["event"] = line.replace(json.loads(line)["chain"], link)
    tree["decision"], tree["decision_sha256"] = decision, digest


def test_a_consistent_forgery_breaks_the_seal_and_without_a_key_is_decided_otherwise():
    tree = json.loads(_case("R-13")[0].model_dump_json())
    promoted = tree["decision"].replace('"outcome":"BLOCKED"', '"outcome":"PROMOTE"')
    _resealed(tree, promoted)

    assert verifier.verify(json.dumps(tree), KEYS)["wrong"]["place"] == "seal"
    keyless = verifier.verify(json.dumps(tree))
    assert (keyless["ok"], keyless["wrong"]) == (False, None)
    assert "differs: outcome is PROMOTE" in keyless["judgement"]
    assert any("SEAL NOT CHECKED" in note for note in keyless["notes"])


def test_a_finding_that_names_what_is_not_there_is_told_by_its_place():
    tree = json.loads(_case("R-13")[0].model_dump_json())
    decision = json.loads(tree["decision"])
    at, finding = next(
        (n, f) for n, f in enumerate(decision["findings"]) if f["claim"] == "no_sanction_running"
    )
    finding["facts"][0]["event_id"] = "00000000-0000-4000-8000-000000000bad"
    _resealed(tree, json.dumps(decision, ensure_ascii=False, separators=(",", ":")))
    wrong = verifier.verify(json.dumps(tree))["wrong"]

    assert wrong["place"] == f"decision/findings/{at} (no_sanction_running)/facts/0"


def test_it_imports_nothing_of_ours_and_only_one_thing_from_elsewhere():
    names = set()
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names.add(node.module.partition(".")[0])
    beside = {path.stem for path in FOLDER.glob("*.py")}

    assert names - set(sys.stdlib_module_names) - beside == {"cryptography"}


def test_as_a_program_of_its_own(tmp_path: Path):
    """Another folder, no packages of ours (-S), and the exit codes."""
    file = tmp_path / "certificate.json"
    file.write_text(_case("R-13")[0].model_dump_json())
    command = [sys.executable, "-E", "-s", "-S", str(FOLDER / "verify_certificate.py"), str(file)]
    sound = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (sound.returncode, "decided anew: agrees" in sound.stdout) == (0, True), sound
    file.write_text(file.read_text().replace("warning", "removal"))
    harmed = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)

    assert harmed.returncode == 1
    assert "WRONG at" in harmed.stdout
    assert (
        subprocess.run([*command, "--key", "x"], capture_output=True, check=False).returncode == 2
    )


def _judgements(seeds: range) -> Counter[str]:
    found: Counter[str] = Counter()
    for seed in seeds:
        history = History(seed)
        events = history.events()
        decision = decide(question(history.as_of), map(read_fact, events), SHELF)
        report = verifier.verify(certified(events, decision, SHELF).model_dump_json(), KEYS)
        assert report["ok"], (seed, history.as_of, history.lines, report)
        found[report["judgement"].partition(":")[0]] += 1
    return found


def test_histories_by_chance_are_decided_the_same():
    assert _judgements(range(300))["agrees"] >= 285


@pytest.mark.nightly
def test_many_histories_by_chance_are_decided_the_same():
    assert _judgements(range(300, 10_300))["agrees"] >= 9_500
