"""Preconditions of a command: a version that reads, a key, and a body that is understood."""


async def test_what_a_command_must_bring(desk):
    run = await desk.opened()
    table = [
        ({"If-Match": "*"}, {"reason": "x"}, 400, "etag_malformed"),
        ({"If-Match": '"9"'}, {"reason": "x"}, 412, "version_moved"),
        ({"Idempotency-Key": "short"}, {"reason": "x"}, 400, "idempotency_key_malformed"),
        ({}, {"reason": " "}, 422, None),
        ({}, {"reason": "x", "more": 1}, 422, None),
        ({"If-Match": '"1"'}, {"reason": "x"}, 201, None),
    ]
    for headers, body, status, code in table:
        answer = await desk.post(f"/{run}/cancellation", body, headers=headers)
        assert answer.status_code == status, (headers, answer.text)
        assert code in (None, answer.json().get("code"))
    nowhere = await desk.post("/00000000-0000-4000-8000-000000000001/cancellation", {"reason": "x"})
    assert nowhere.status_code == 404
