"""Renewing an auxiliary's labour contract before its last day."""
