"""Places of a level quota counted across people, so that no proposal takes one too many."""
