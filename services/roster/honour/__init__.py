"""Honours and commendations, as facts."""
