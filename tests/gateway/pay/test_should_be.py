"""A month put together: who is paid by which lines."""

from tests.gateway.pay.payee import AUXILIARY, OFFICER, amounts


def test_each_kind_of_service_has_its_lines():
    assert "level_wage" in amounts("2024-01", *AUXILIARY)
    assert "fixed_post" in amounts("2024-01", *OFFICER)


def test_a_gross_taken_over_stands_for_all_derived_lines_but_not_for_grants():
    lines = (
        "{gross_given: 500000, on: 2024-01-01}",
        "{bonus_granted: 2024-01 100, on: 2024-01-05}",
    )
    assert amounts("2024-01", *AUXILIARY, *lines) == {"gross_given": 500_000, "bonus": 100}


def test_a_gross_of_zero_ends_it():
    lines = ("{gross_given: 500000, on: 2024-01-01}", "{gross_given: 0, on: 2024-02-01}")
    assert "level_wage" in amounts("2024-02", *AUXILIARY, *lines)


def test_nobody_who_does_not_serve_is_paid_but_for_what_is_granted():
    lines = ("{离职: 辞职, on: 2023-12-31}", "{bonus_granted: 2024-01 100, on: 2024-01-05}")
    assert amounts("2024-01", *AUXILIARY, *lines) == {"bonus": 100}
    assert amounts("2024-01", *AUXILIARY, *lines, part="own") == {}
