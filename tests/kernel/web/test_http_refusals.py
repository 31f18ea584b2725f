"""Refusals of form carry their own status."""

from services.kernel.errors import Kind
from services.kernel.web.http_refusals import (
    too_large,
    unauthenticated,
    unreadable,
    wrong_content,
    wrong_media_type,
)


def test_statuses_and_places():
    assert unreadable("c", "中", "en").status == 400
    assert unreadable("c", "中", "en").errors == ()
    assert unreadable("c", "中", "en", pointer="").errors[0].pointer == ""
    assert wrong_media_type("c", "中", "en").status == 415
    assert too_large("c", "中", "en").kind is Kind.TOO_LARGE
    assert unauthenticated("c", "中", "en").kind is Kind.UNAUTHENTICATED
    assert wrong_content("c", "中", "en", pointer="/a").errors[0].code == "c"
