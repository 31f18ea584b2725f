"""What a whole career leaves on file: posts, ranks, levels, contracts, courses, faults. Pure."""
