"""What a release leaves: files by their hash, made again when lost; only one's own slips."""

import hashlib

import pypdfium2


async def test_files_are_those_whose_hash_was_recorded_also_when_their_bytes_were_lost(desk):
    await desk.payee()
    run = await desk.drawn()
    await desk.step(run, "proposal")
    early = await desk.get(f"/{run}/files/bank-2024-01.csv")
    await desk.approved(run)
    files = (await desk.step(run, "release"))["files"]
    contents = {f["name"]: (await desk.get(f"/{run}/files/{f['name']}")).content for f in files}
    await desk.gateway.apps["gateway"].state.pool.execute("delete from pay_files")
    again = {f["name"]: (await desk.get(f"/{run}/files/{f['name']}")).content for f in files}
    by_others = [
        (await desk.get(f"/{run}/files/bank-2024-01.csv", role=role)).status_code
        for role in ("hr", "auditor", "approver", "officer")
    ]
    absent = await desk.get(f"/{run}/files/bank-2024-02.csv")

    assert early.status_code == 404
    assert len(files) == 7
    assert all(hashlib.sha256(contents[f["name"]]).hexdigest() == f["sha256"] for f in files)
    assert again == contents
    assert by_others == [403] * 4
    assert absent.status_code == 404
    assert b"6217000012345678901" in contents["bank-2024-01.csv"]


async def test_a_person_sees_the_own_released_slip_and_nobody_elses(desk):
    mine, other = await desk.payee(), await desk.payee("李四")
    run = await desk.drawn()
    path = f"/v1/persons/{mine}/pay-slips"

    async def ask(path: str, person: str = mine):
        return await desk.gateway.get("gateway", path, role="officer", person=person)

    before = [(await ask(path)).json(), (await ask(f"{path}/{run}")).status_code]
    await desk.step(run, "proposal")
    await desk.approved(run)
    await desk.step(run, "release")
    listed, slip, paper = (
        await ask(path),
        await ask(f"{path}/{run}"),
        await ask(f"{path}/{run}/pdf"),
    )
    strangers = [(await ask(one, other)).status_code for one in (path, f"{path}/{run}/pdf")]

    assert before == [[], 404]
    assert [line["month"] for line in listed.json()] == ["2024-01"]
    assert slip.json()["slip"]["net_fen"] == listed.json()[0]["net_fen"]
    text = pypdfium2.PdfDocument(paper.content)[0].get_textpage().get_text_range()
    assert "张三" in text
    assert strangers == [404, 404]


async def test_an_account_is_masked_in_answers(desk):
    person = await desk.payee()
    file = await desk.gateway.get("roster", f"/v1/persons/{person}/file")
    (account,) = [f["data"] for f in file.json()["facts"] if "account_no" in f["data"]]

    assert account["account_no"] == "***************8901"
    assert "6217000012345678901" not in file.text
