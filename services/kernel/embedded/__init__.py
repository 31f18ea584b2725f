"""PostgreSQL from a wheel and all processes under one command, for one machine."""
