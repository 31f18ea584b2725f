"""Ending service for cause: contracts of auxiliaries, dismissal of officers, severance."""
