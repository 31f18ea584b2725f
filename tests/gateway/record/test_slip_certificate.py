"""A slip's certificate is sealed over its run, its slips and its facts; a broken link is none."""

import hashlib
from datetime import date

import pytest

from services.gateway.pay.choice import POLICIES
from services.gateway.pay.rules import PayRules
from services.gateway.payroll.events import PayRunClosed
from services.gateway.record.slip_certificate import rule_versions
from services.kernel.errors import Refused
from tests.gateway.on_file import SHELF
from tests.gateway.pay.payee import slips
from tests.verifier.slip_certificates import Gateway, of_runs
from tests.verifier.test_verify_certificate import _cases

DAY = date(2024, 1, 1)


def test_every_version_of_every_pay_policy_in_the_order_of_the_digest():
    digest = hashlib.sha256()
    for one in rule_versions(SHELF, POLICIES):
        digest.update(f"{one.policy} {one.layer} {one.effective_from} ".encode())
        digest.update(hashlib.sha256(one.content.encode()).digest())

    assert digest.hexdigest() == PayRules(SHELF).sha256


def test_the_run_the_slips_before_and_the_facts_are_in_it():
    (case,) = [case for case in _cases("pay") if case.id == "P-07"]
    made = of_runs(case, SHELF)[7]

    assert (made.month, len(made.earlier), len(made.evidence)) == ("2024-08", 7, 5)
    assert made.seal.signature
    assert {one.room for one in (made.record, made.opening, made.release)} == {"gateway"}


def test_a_link_that_cannot_be_made_again_is_no_evidence():
    (slip,) = slips("2024-01", "2024-01", "{入职: 民警, on: 2010-01-01}")
    gateway = Gateway(SHELF)
    gateway.slips.append((gateway._write(PayRunClosed(), "person", DAY)[0], bytes(32)))
    gateway._write(PayRunClosed(), "person", DAY)
    gateway.slips[0] = (gateway.log[1][0], bytes(32))
    with pytest.raises(Refused, match="evidence_broken"):
        gateway.certified([], slip)
