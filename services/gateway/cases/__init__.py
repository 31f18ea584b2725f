"""Cases: facts in, decision out, in YAML or JSON Lines, through the real events and engine."""
