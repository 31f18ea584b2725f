"""The steps of an erasure over HTTP."""


async def propose(roster, person, *, role="hr", **more):
    body = {
        "classes": ["s3", "s4"],
        "ground": "retention_ended",
        "legal_basis": "个人信息保护法第四十七条",
        "basis": "删除审批表",
        "reason": "保存期限届满",
    }
    return await _send(roster, person, "", body | more, role=role)


async def approve(roster, person, proposal, *, role="approver", **more):
    return await _send(
        roster, person, f"/{proposal}/approval", {"basis": "删除审批表"}, role=role, **more
    )


async def withdraw(roster, person, proposal):
    body = {"basis": "删除审批表", "reason": "仍需保存"}
    return await _send(roster, person, f"/{proposal}/withdrawal", body, role="hr")


async def _send(roster, person, step, body, **more):
    path = f"/v1/persons/{person}/erasures{step}"
    return await roster.send("POST", "roster", path, body=body, **more)
