"""What-if: a draft policy or added facts on the real history; nothing is recorded by asking."""
