"""Attendance results and leave, as facts."""
