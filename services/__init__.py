"""The rooms of Jingheng.

kernel      what every room stands on: events, the store, the two clocks, the web edge
roster      who serves, and how: persons, posts, ranks, sanctions, units
assessment  how well: grades and coefficients
training    what they have learnt: courses and exams
gateway     the public door; follows the three logs, decides promotion and pay, explains
cli         the operator's hands: up, down, case, decide, verify ...
"""
