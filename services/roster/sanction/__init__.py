"""Sanctions, investigations, convictions, as facts."""
