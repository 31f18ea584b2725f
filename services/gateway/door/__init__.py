"""The public door: requests for the rooms pass through here."""
