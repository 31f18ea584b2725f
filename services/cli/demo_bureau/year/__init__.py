"""What every year and month leaves on file: attendance, leave, grades, pay. Pure."""
