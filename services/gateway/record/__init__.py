"""Decisions once taken: recorded with their evidence, replayed, and found equal or not."""
