"""What is written down is the answer to the byte, with the place of every log."""

from datetime import date

from services.gateway.answer import answer, shelves_of
from services.gateway.decision.decision import canonical_bytes, sha256
from services.gateway.decision.question import Question
from services.gateway.record.write_down import as_record


async def test_bytes_hash_and_places(gateway):
    person = await gateway.officer()
    pool = gateway.apps["gateway"].state.pool
    question = Question(kind="police_rank", person=person, as_of=date(2024, 6, 1))
    found = await answer(pool, shelves_of(pool, "r0"), question)
    written = as_record(found, "n")

    assert written.decision.encode() == canonical_bytes(found.decision)
    assert written.decision_sha256 == sha256(found.decision)
    assert written.policies_pos == 0
    assert (written.roster_pos, written.roster_chain) == (
        found.places["roster"].pos,
        found.places["roster"].chain,
    )
