"""Sanctions, as facts."""
