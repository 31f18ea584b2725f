"""The development issuer: tokens our verifier takes, keys that rotate, and no production."""

import json
import stat

import pytest

from services.kernel.errors import Refused
from services.kernel.web.dev_issuer import DevIssuer, NotInProduction, SigningKeys, issuer_app


async def test_its_tokens_are_trusted(issuer, verifier, people):
    caller = await verifier.verify(issuer.mint("u-1", ["hr"], person_id=people["chief"]))
    assert (caller.sub, caller.roles, caller.person_id) == ("u-1", {"hr"}, people["chief"])


async def test_after_a_rotation_both_keys_verify_after_two_only_the_last(issuer, verifier, time):
    old = issuer.mint("u-1", ["hr"])
    await verifier.verify(old)
    issuer.keys.rotate()
    time.pass_(31)
    await verifier.verify(issuer.mint("u-1", ["hr"]))
    await verifier.verify(old)
    issuer.keys.rotate()
    time.pass_(31)
    await verifier.verify(issuer.mint("u-1", ["hr"]))
    with pytest.raises(Refused):
        await verifier.verify(old)


async def test_keys_survive_a_restart_in_a_private_file(issuer, verifier, tmp_path, new_id, time):
    path = tmp_path / "keys.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = DevIssuer(issuer.issuer, issuer.audience, SigningKeys(path, new_id), time, new_id)
    await verifier.verify(again.mint("u-1", []))
    assert again.keys.public() == issuer.keys.public()


def test_public_keys_hold_no_private_part(issuer):
    assert '"d"' not in json.dumps(issuer.keys.public())


def test_there_is_none_in_production(issuer):
    with pytest.raises(NotInProduction):
        issuer_app(issuer, mode="production", clients={})


async def test_a_service_gets_a_short_token_for_itself(issuer_http, verifier, time):
    form = {
        "grant_type": "client_credentials",
        "client_id": "gateway",
        "client_secret": "secret",
    }
    answer = await issuer_http.post("http://issuer.test/token", data=form)
    assert answer.status_code == 200
    caller = await verifier.verify(answer.json()["access_token"])
    assert (caller.sub, caller.roles, caller.person_id) == ("svc:gateway", {"system"}, None)
    time.pass_(331)
    with pytest.raises(Refused):
        await verifier.verify(answer.json()["access_token"])


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("grant_type=client_credentials&client_id=gateway&client_secret=wrong", 401),
        ("grant_type=client_credentials&client_id=nobody&client_secret=secret", 401),
        ("grant_type=client_credentials&client_id=gateway", 401),
        ("grant_type=client_credentials&client_id=gateway&client_secret=%E5%AF%86", 401),
        ("grant_type=password&client_id=gateway&client_secret=secret", 400),
        ("grant_type=client_credentials&client_id=a&client_id=gateway&client_secret=secret", 400),
        ("", 400),
        ("%ff=%ff", 400),
        (b"\xff", 400),
        ("a=" + "b" * 10_000, 400),
        ("&".join(f"a{n}=1" for n in range(11)), 400),
    ],
)
async def test_other_asks_get_nothing(issuer_http, body, status):
    answer = await issuer_http.post("http://issuer.test/token", content=body)
    assert answer.status_code == status
    assert "access_token" not in answer.text
