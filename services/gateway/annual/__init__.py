"""What an officer's annual grades lead to, and which grades a year still admits."""
