"""Real processes under faults drawn from a seed, and a checker of what they leave behind."""
