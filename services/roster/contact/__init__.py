"""How a person is reached, as facts."""
