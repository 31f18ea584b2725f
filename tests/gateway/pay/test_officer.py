"""An officer's lines: items as fixed, the allowance of the rank."""

from tests.gateway.pay.payee import OFFICER, amounts


def test_the_plain_month():
    assert amounts("2024-01", *OFFICER) == {"fixed_post": 900_000, "rank_allowance": 7_600}


def test_an_item_of_zero_is_no_line():
    assert "fixed_post" not in amounts(
        "2024-02", *OFFICER, "{固定工资项目: 职务工资 0, on: 2024-02-01}"
    )


def test_staff_without_ranks_have_no_allowance():
    lines = [line.replace("入职: 民警", "入职: 事业编制") for line in OFFICER]
    assert "rank_allowance" not in amounts("2024-01", *lines)


def test_a_lost_rank_is_paid_to_the_end_of_its_month():
    lost = "{sanction_imposed: 开除, on: 2024-02-29}"
    found = [amounts(m, *OFFICER, lost).get("rank_allowance") for m in ("2024-02", "2024-03")]
    assert found == [7_600, None]
