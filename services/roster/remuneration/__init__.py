"""Pay facts of one person, as facts."""
