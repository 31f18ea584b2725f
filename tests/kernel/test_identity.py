"""UUIDv7 as RFC 9562 has it."""

from services.kernel.identity import new_uuid7, uuid7


def test_the_example_of_the_rfc():
    """RFC 9562 appendix A.6."""
    random_bits = 0xCC3 << 62 | 0x18C4DC0C0C07398F

    assert str(uuid7(0x017F22E279B0, random_bits)) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


def test_version_variant_and_order():
    made = [new_uuid7() for _ in range(100)]

    assert {one.version for one in made} == {7}
    assert len(set(made)) == 100
    assert [one.int >> 80 for one in made] == sorted(one.int >> 80 for one in made)
