"""The event store: dense positions, one chain, one transaction an append."""
