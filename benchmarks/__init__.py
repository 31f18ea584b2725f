"""Speed against the raw ceiling and the rival, measured in the same run; never a test."""
