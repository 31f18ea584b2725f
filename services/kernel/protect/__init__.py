"""Personal data: how sensitive each field is, and what is sealed so that it can be destroyed."""
