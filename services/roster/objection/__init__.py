"""Objections to what stands in one's own file: raised by the person, answered by somebody else."""
