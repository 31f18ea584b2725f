"""Auxiliary levels (层级): the first level, by time, by selection inside the quota, early."""
