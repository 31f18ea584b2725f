"""Drafts of the reference bureau's policies, and cases that go with them."""

from tests.gateway.whatif.desk import draft


def raised(night: str = "35", on: str = "2024-02-01") -> str:
    """The auxiliaries' pay with another amount a night, from a day on."""
    return draft("auxiliary_pay", "per_night: 30", f"per_night: {night}", on=on)["text"]


def case(nights: str, *, name: str = "OWN-1", month: str = "2024-02") -> str:
    """Two nights in a month, and what they should come to in yuan."""
    return f"""id: {name}
title: 夜班按次计发
facts:
  - {{入职: 勤务辅警, on: 2020-01-01}}
  - {{attendance_month_recorded: {month}, nights: 2, on: {month}-20}}
ask:
  - decide: pay
    runs: [{{month: {month}, expect: {{lines: {{夜班: {nights}}}}}}}]
"""
