"""Pay runs: from a preview to slips released and closed, approved by two, each step an event."""
