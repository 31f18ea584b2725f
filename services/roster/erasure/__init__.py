"""Erasure of personal data: proposed and approved by two, done by destroying the person's keys."""
