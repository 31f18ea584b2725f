"""Every event the gateway has heard, unread, keyed by person."""
