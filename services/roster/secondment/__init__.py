"""Work lent to another unit or place (借调), as facts."""
