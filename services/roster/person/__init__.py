"""Identity, service, education, posts, as facts."""
