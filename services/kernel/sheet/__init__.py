"""Workbooks: written as plain cells, read within bounds; ignorant of what the rows are about."""
