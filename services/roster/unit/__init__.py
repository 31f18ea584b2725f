"""Units, leaders, quotas, as facts."""
