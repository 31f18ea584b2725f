"""The shared kernel: small, slow to change, and ignorant of police work."""
