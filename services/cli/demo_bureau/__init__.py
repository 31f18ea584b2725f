"""The demonstration bureau: seed and day become dated facts of three rooms, all invented. Pure."""
