"""How well they serve: grades, coefficients, and the pools they are judged in."""
