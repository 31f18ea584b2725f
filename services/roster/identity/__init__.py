"""Identity: ID numbers by GB 11643, police numbers with their terms, and who holds which."""
