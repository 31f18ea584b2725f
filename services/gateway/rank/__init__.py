"""The police rank decision: who is promoted, when, why or why not, and by whom. Pure."""
