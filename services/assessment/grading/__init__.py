"""Grading of pools and units: quotas, ties, quarters, stations, unit targets."""
