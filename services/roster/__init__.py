"""Who serves, and how: one person, one file (一人一档)."""
