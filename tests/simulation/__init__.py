"""The stream in one thread: real relay, source, follower and append plan; faults from a seed."""
