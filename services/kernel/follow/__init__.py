"""Following another room's log: every event once, in order, effect and place in one commit."""
