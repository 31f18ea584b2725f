"""The structure tables as one SVG drawing: bars with figures, no script, nothing fetched. Pure."""

from html import escape

from services.roster.structure.view import StructureView, TableView

WIDTH, MARGIN, LINE, BAR = 720, 24, 22, 420
LABEL_X, BAR_X = 150, 160
SVG = "http://www.w3.org/2000/svg"
FILL = "#2b5c8a"


def structure_chart(view: StructureView) -> str:
    """Every table with somebody in it, one below the other; readable without colours."""
    tables = [table for table in view.tables if table.total]
    height = 2 * MARGIN + LINE + sum((len(table.lines) + 2) * LINE for table in tables)
    title = f"{view.unit_name or ''} {view.as_of} · {view.total}".strip()
    size = f'width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
    parts = [
        f'<svg xmlns="{SVG}" {size} role="img" font-family="sans-serif" font-size="13">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        _text(MARGIN, MARGIN + 4, title, ' font-size="16" font-weight="bold"'),
    ]
    top = MARGIN + 2 * LINE
    for table in tables:
        parts += _table(table, top)
        top += (len(table.lines) + 2) * LINE
    return "\n".join([*parts, "</svg>", ""])


def _table(table: TableView, top: int) -> list[str]:
    most = max(line.total for line in table.lines)
    parts = [_text(MARGIN, top, f"{table.title} ({table.total})", ' font-weight="bold"')]
    for at, line in enumerate(table.lines, start=1):
        middle = top + at * LINE
        length = BAR * line.total // most if most else 0
        parts += [
            _text(LABEL_X, middle, line.label, ' text-anchor="end"'),
            f'<rect x="{BAR_X}" y="{middle - 12}" width="{length}" height="15" fill="{FILL}"/>',
            _text(BAR_X + length + 6, middle, str(line.total), ""),
        ]
    return parts


def _text(x: int, y: int, words: str, more: str) -> str:
    return f'<text x="{x}" y="{y}"{more}>{escape(words)}</text>'
