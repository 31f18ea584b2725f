"""Structure of the force: counts by heading, turnover, quota usage, as of a day."""
