"""Recruitment (招录): batches, applicants, checks, results, ranking, publicity, hire."""
