"""The parts of an application are found again from its requests."""

from starlette.requests import Request

from services.kernel.web.parts import parts_of


def test_a_request_leads_to_the_parts_of_its_application(app, parts):
    assert parts_of(Request({"type": "http", "app": app})) is parts
