"""What they have learnt: courses, exams, certificates."""
