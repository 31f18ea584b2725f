"""The HTTP edge every service shares: strict input, identity, permission, problems, documentation.

`app.service_app` puts it together; a room's `api.py` needs `declared_routes.requires`, `origin`,
`etag`, `clocks`, `cursor` and `strict_model`, and raises `kernel.errors.Refused` for every no.
"""
