"""Auxiliary levels, as facts."""
