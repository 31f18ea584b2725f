"""Pay: what a month should be as known at an instant, and the runs that settle it."""
