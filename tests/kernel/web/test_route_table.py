"""Routes as they are answered."""

import gc
import weakref

from fastapi import FastAPI

from services.kernel.web.route_table import allowed_methods, routes_of, template_of


def test_included_routers_are_opened(app):
    found = {(route.path, *sorted(route.methods or ())) for route in routes_of(app)}
    assert {("/v1/persons/{person_id}", "GET"), ("/health/live", "GET"), ("/docs", "GET")} <= found


def test_methods_of_a_path(app, people):
    assert allowed_methods(app, f"/v1/persons/{people['officer']}") == ["GET", "PUT"]
    assert allowed_methods(app, "/v1/echo") == ["POST"]
    assert allowed_methods(app, "/nowhere") == []


def test_without_a_route_there_is_no_template(app):
    assert template_of({"app": app}) == "unmatched"
    assert template_of({}) == "unmatched"


def test_an_application_that_has_answered_can_be_let_go():
    app = FastAPI()
    app.get("/here")(lambda: None)
    assert allowed_methods(app, "/here") == ["GET"]
    gone = weakref.ref(app)
    del app
    gc.collect()

    assert gone() is None
