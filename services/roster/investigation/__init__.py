"""Investigations (立案审查) and convictions, as facts; whom they concern learns when they end."""
