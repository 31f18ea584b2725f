"""The places where a crash test kills, in the order an append and a page pass them."""

STORE_PLACES = (
    "before_lock",
    "after_lock",
    "after_decide",
    "after_event_insert",
    "before_commit",
    "after_commit_before_response",
)
FOLLOWER_PLACES = ("after_fetch", "after_apply_before_commit", "after_commit_before_offset")
