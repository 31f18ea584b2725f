"""Streams in memory for the pure parts: drafts become recorded events, in order."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from uuid import UUID

from services.kernel.event import Draft, Recorded, encode
from services.roster import events as e
from services.roster.recruitment.applicant import Hand, application_of
from services.roster.recruitment.batch import DECIDER
from services.roster.recruitment.result import Recording, record_result
from tests.roster.recruitment.places import DAY

BATCH = UUID(int=7)
PAPER = "考试中心函"
EXAMINER, OTHER = Hand("hr", None), Hand("boss", None)
SEALED = {"alg": "aes-256-gcm", "mark": "AAAA", "text": "AAAA"}
_ids = count(1)


def called(number: int) -> str:
    """A name has no digits."""
    return "张" + "".join("零一二三四五六七八九"[int(digit)] for digit in str(number))


def person(number: int) -> str:
    return str(UUID(int=number))


def recorded(drafts: list[Draft], stream: tuple[Recorded, ...] = (), actor: str = "hr"):
    """The stream with these drafts behind it."""
    for draft in drafts:
        number = next(_ids)
        event = Recorded(
            pos=number,
            event_id=UUID(int=number),
            type=draft.data.TYPE,
            stream_id="s",
            version=len(stream) + 1,
            subject=draft.subject,
            subject_seq=len(stream) + 1,
            effective_on=draft.effective_on,
            recorded_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=number),
            actor=actor,
            command_id=UUID(int=number),
            correlation_id="c",
            causation_id=None,
            corrects=draft.corrects,
            revokes=draft.revokes,
            basis=draft.basis,
            reason=draft.reason,
            data=encode(draft.data),
            chain=b"",
        )
        stream = (*stream, event)
    return stream


def filed(number: int = 1, **more):
    told = {
        "batch": BATCH,
        "post_no": "01",
        "channel": "open_call",
        "name": called(number),
        "birth_on": "2000-01-01",
        "sex": "male",
        "education": "college",
        "sealed": SEALED,
    }
    event = e.ApplicationFiled.model_validate(told | more)
    return recorded([Draft(event, person(number), DAY, basis="报名表")])


def with_results(stream, rules, *results, actor="hr"):
    """Each as the tests write it: ("written", 8000), ("fitness", True) ..."""
    for kind, value in results:
        recording = Recording(stream[0].subject, result(kind, value, rules), DAY, PAPER, EXAMINER)
        step = record_result(recording, rules, DAY)
        stream = recorded([step(stream)], stream, actor)
    return stream


def result(kind, value, rules):
    if kind in ("written", "interview"):
        return e.ExamScored(batch=BATCH, part=kind, score=value)
    if kind == "fitness":
        items = [{"item": item, "passed": value} for item in rules.fitness_items.value]
        return e.FitnessTested.model_validate({"batch": BATCH, "items": items})
    if kind == "medical":
        return e.MedicalExamined(batch=BATCH, passed=value)
    return e.ApplicantVetted(batch=BATCH, passed=value)


ALL_PASSED = (("fitness", True), ("medical", True), ("vetting", True))


def application(stream):
    return application_of(stream, BATCH)


def played(steps, stream=(), today: date = DAY):
    """A batch after these steps, and its stream."""
    for step in steps:
        stream = recorded(list(step(DECIDER.fold(stream))), stream)
    return DECIDER.fold(stream), stream
