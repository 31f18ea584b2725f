"""Who sees how much of sealed data, and what is written down when somebody does."""
