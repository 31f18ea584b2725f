"""The API's description for people: Swagger UI from our own files, so it opens with no internet."""

import html
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from services.kernel.web.authorize import nothing_here
from services.kernel.web.declared_routes import public

_FILES = Path(__file__).parent / "static"
_MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css", ".png": "image/png"}
_SERVED = {path.name: path for path in _FILES.iterdir() if path.suffix in _MEDIA_TYPES}
# Swagger UI sets style attributes and draws with data: images; scripts are our files only.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'"
)
_PAGE = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="docs/static/favicon-32x32.png">
<link rel="stylesheet" href="docs/static/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="docs/static/swagger-ui-bundle.js"></script>
<script src="docs/static/page.js"></script>
</body>
</html>
"""

router = APIRouter(include_in_schema=False, dependencies=[public()])


@router.get("/docs")
async def show_documentation(request: Request) -> HTMLResponse:
    page = _PAGE.format(title=html.escape(request.app.title))
    return HTMLResponse(page, headers={"Content-Security-Policy": _POLICY})


@router.get("/docs/static/{file_name}")
async def show_documentation_file(file_name: str) -> Response:
    """Only names listed at start are served; a path is never built from what was asked."""
    path = _SERVED.get(file_name)
    if path is None:
        raise nothing_here()
    return Response(
        path.read_bytes(),
        media_type=_MEDIA_TYPES[path.suffix],
        headers={"Cache-Control": "public, max-age=86400"},
    )


@router.get("/openapi.json")
async def show_openapi(request: Request) -> JSONResponse:
    return JSONResponse(request.app.openapi(), headers={"Cache-Control": "public, max-age=60"})
