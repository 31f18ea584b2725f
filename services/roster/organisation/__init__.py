"""The organisation as a whole: what one unit's facts do to others, merging, headcount."""
