"""A pay run over HTTP from opening to closing, and what the next run makes of what came late."""


async def test_two_closed_months_are_recovered_to_the_fen_and_paid_back_after_an_appeal(desk):
    person = await desk.payee()
    await desk.promoted(person)
    paid = [await desk.closed(month) for month in ("2024-01", "2024-02")]
    allowances = [
        next(
            x
            for x in (await desk.slip(run, person))["slip"]["lines"]
            if x["item"] == "rank_allowance"
        )
        for run in paid
    ]
    late = await desk.gateway.record(
        "roster", person, "sanction_imposed", "2023-12-01", kind="警告"
    )
    third = await desk.closed("2024-03")
    recovered = await desk.differences(third, person)
    told = "\n".join((await desk.slip(third, person))["zh"])
    sanction = late["events"][0]
    taken_back = await desk.gateway.send(
        "POST",
        "roster",
        f"/v1/persons/{person}/facts/sanction_imposed/{sanction}/revocation",
        body={"basis": "申诉决定", "reason": "申诉成立"},
    )
    assert taken_back.status_code == 201, taken_back.text
    fourth = await desk.closed("2024-04")

    due = allowances[0]["amount_fen"] - 7_600
    assert [line["amount_fen"] for line in allowances] == [8_000, 8_000]
    assert recovered == {"2024-01 rank_allowance": -due, "2024-02 rank_allowance": -due}
    assert sanction in told or "警衔命令" in told
    assert "应为 76.00, 已结 80.00" in told
    assert await desk.differences(fourth, person) == {
        f"2024-0{month} rank_allowance": due for month in (1, 2, 3)
    }
    year = (await desk.slip(fourth, person))["slip"]["carried"]["year"]
    assert year["wages_fen"] == 4 * 908_000


async def test_several_corrections_of_one_month_are_never_counted_twice(desk):
    person = await desk.payee()
    await desk.closed("2024-01")
    item = {"item": "other", "monthly_fen": 50_000}
    await desk.gateway.record("roster", person, "pay_item_set", "2024-01-01", **item)
    second = await desk.closed("2024-02")
    fixed = await desk.gateway.send("GET", "roster", f"/v1/persons/{person}/file?as_of=2024-06-01")
    event = next(f for f in fixed.json()["facts"] if f["data"].get("item") == "other")["event_id"]
    for amount in (80_000, 20_000):  # The last correction is the one that counts, once.
        mended = await desk.gateway.send(
            "POST",
            "roster",
            f"/v1/persons/{person}/facts/pay_item_set/{event}/correction",
            body={
                "effective_on": "2024-01-01",
                "basis": "test",
                "reason": "输错",
                "data": {"item": "other", "monthly_fen": amount},
            },
        )
        assert mended.status_code == 201, mended.text
        event = mended.json()["events"][0]
    third, fourth = await desk.closed("2024-03"), await desk.closed("2024-04")

    assert await desk.differences(second, person) == {"2024-01 fixed_other": 50_000}
    assert await desk.differences(third, person) == {
        "2024-01 fixed_other": -30_000,
        "2024-02 fixed_other": -30_000,
    }
    assert await desk.differences(fourth, person) == {}


async def test_what_a_leaver_owes_stands_in_every_run_until_it_is_settled(desk):
    person, other = await desk.payee(), await desk.payee("李四")
    for month in ("2024-01", "2024-02"):
        await desk.closed(month)
    await desk.gateway.record("roster", person, "service_left", "2024-01-10", kind="辞职")
    runs = [await desk.closed("2024-03"), await desk.drawn("2024-04")]
    lines = [
        {x["person_id"]: x for x in (await desk.get(f"/{run}/slips")).json()["items"]}
        for run in runs
    ]
    slips = [(await desk.slip(run, person))["slip"] for run in runs]
    files = (await desk.get(f"/{runs[0]}")).json()["files"]
    refused = await desk.post(f"/{runs[1]}/proposal")

    assert [one[person]["exceptions"] for one in lines] == [["STILL_OWED"]] * 2
    assert lines[1][other]["exceptions"] == []
    assert lines[1][person]["exceptions_zh"] == ["已离职, 尚有应退未退款项"]
    assert slips[0]["owed_fen"] == slips[1]["owed_fen"] > 0
    assert slips[1].get("gross_fen", 0) == slips[1].get("net_fen", 0) == 0
    assert "unpaid-2024-03.csv" in {one["name"] for one in files}
    assert (refused.status_code, refused.json()["code"]) == (409, "exceptions_open")


async def test_everybody_has_a_slip_or_is_listed_and_nothing_is_proposed_past_an_exception(desk):
    paid, lacking = await desk.payee(), await desk.payee("李四", without=("bank_account_set",))
    held = await desk.payee("王五")
    for rank in ("三级警司", "一级警司"):
        await desk.gateway.record("roster", held, "rank_awarded", "2023-01-01", rank=rank)
    run = await desk.drawn()
    refused = await desk.post(f"/{run}/proposal")
    page = (await desk.get(f"/{run}/slips?open_only=true")).json()["items"]
    unnamed = await desk.post(
        f"/{run}/waivers",
        {"people": [paid], "exceptions": ["NO_BANK_ACCOUNT"], "reason": "现金"},
    )
    waived = await desk.post(
        f"/{run}/waivers",
        {
            "people": [lacking, held],
            "exceptions": ["NO_BANK_ACCOUNT", "CONFLICT"],
            "reason": "现金",
        },
    )
    view = await desk.step(run, "proposal")

    assert (refused.status_code, refused.json()["code"]) == (409, "exceptions_open")
    assert {line["person_id"]: line["exceptions"] for line in page} == {
        lacking: ["NO_BANK_ACCOUNT"],
        held: ["CONFLICT"],
    }
    assert (unnamed.status_code, unnamed.json()["code"]) == (409, "exception_not_open")
    assert waived.json()["sums"]["exceptions_open"] == 0
    assert (view["stage"], view["sums"]["people"], view["sums"]["slips"]) == ("proposed", 3, 3)


async def test_who_may_approve_and_that_an_own_slip_needs_two_others(desk):
    chief = await desk.payee("局长")
    run = await desk.drawn()
    early = await desk.post(f"/{run}/approval", {}, role="approver", sub="a")
    await desk.step(run, "proposal")
    by_finance = await desk.post(f"/{run}/approval", {})
    prepared = await desk.post(f"/{run}/approval", {}, role="approver", sub="test:finance")
    answers = [
        await desk.post(f"/{run}/approval", {}, role="approver", sub=sub, person=person)
        for sub, person in (("a", chief), ("a", chief), ("b", None), ("c", None))
    ]

    assert (early.status_code, early.json()["code"]) == (409, "wrong_stage")
    assert by_finance.status_code == 403
    assert (prepared.status_code, prepared.json()["code"]) == (403, "preparer_cannot_approve")
    assert [a.status_code for a in answers] == [201, 409, 201, 201]
    assert [answers[n].json()["stage"] for n in (0, 2, 3)] == ["proposed", "proposed", "approved"]
    told = [(a.json()["approvals"], a.json()["approvals_given"]) for a in answers if a.is_success]
    assert told == [(0, 1), (1, 2), (2, 3)]


async def test_the_same_command_again_gives_the_same_answer_and_an_old_version_is_refused(desk):
    await desk.payee()
    await desk.gateway.catch_up()
    first = await desk.post("", {"month": "2024-01"}, key="open-2024-01")
    again = await desk.post("", {"month": "2024-01"}, key="open-2024-01")
    run = first.json()["run_id"]
    drawn = await desk.post(f"/{run}/drawing", key="draw-2024-01")
    redone = await desk.post(f"/{run}/drawing", key="draw-2024-01")
    another = await desk.post(f"/{run}/drawing")
    stale = await desk.post(f"/{run}/proposal", headers={"If-Match": '"1"'})
    fresh = await desk.post(f"/{run}/proposal", headers={"If-Match": drawn.headers["etag"]})

    assert again.json()["run_id"] == run
    assert again.headers["idempotency-replayed"] == "true"
    assert redone.headers["idempotency-replayed"] == "true"
    assert (another.status_code, another.json()["code"]) == (409, "wrong_stage")
    assert (stale.status_code, stale.json()["code"]) == (412, "version_moved")
    assert (fresh.status_code, fresh.json()["stage"]) == (201, "proposed")


async def test_one_month_of_one_person_is_paid_by_one_run_and_months_in_their_order(desk):
    person = await desk.payee()
    run = await desk.drawn()
    other, later = await desk.drawn(), await desk.drawn("2024-02")
    codes = [
        (await desk.get(f"/{one}/slips")).json()["items"][0]["exceptions"] for one in (other, later)
    ]
    empty = await desk.post(
        f"/{other}/waivers",
        {"people": [person], "exceptions": ["IN_ANOTHER_RUN"], "reason": "已有"},
    )
    proposed = await desk.post(f"/{other}/proposal")
    cancelled = await desk.post(f"/{run}/cancellation", {"reason": "重来"})
    anew = await desk.drawn()

    assert codes == [["IN_ANOTHER_RUN"], ["EARLIER_RUN_OPEN"]]
    assert empty.status_code == 201
    assert (proposed.status_code, proposed.json()["code"]) == (409, "run_empty")
    assert cancelled.json()["stage"] == "cancelled"
    assert (await desk.slip(anew, person))["slip"] is not None


async def test_runs_are_listed_newest_first_a_page_at_a_time(desk):
    runs = [await desk.opened(month) for month in ("2024-01", "2024-02", "2024-03")]
    first = (await desk.get("?limit=2")).json()
    rest = (await desk.get(f"?limit=2&cursor={first['next']}")).json()
    forged = await desk.get("?cursor=AAAA")

    assert [one["run_id"] for one in (*first["items"], *rest["items"])] == runs[::-1]
    assert rest["next"] is None
    assert forged.status_code == 400
