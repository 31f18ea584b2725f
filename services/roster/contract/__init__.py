"""Labour contracts, as facts."""
