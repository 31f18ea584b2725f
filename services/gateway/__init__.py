"""The public door, and the decisions: facts in, promotion and pay out, with reasons."""
