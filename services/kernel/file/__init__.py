"""A file (档案): the dated facts one room holds about one subject, and how they are recorded."""
