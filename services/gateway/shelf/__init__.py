"""The policies there are: shipped files and what was published, as known at an instant."""
