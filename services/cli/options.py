"""The options that several commands share, worded once."""

from pathlib import Path
from typing import Annotated

import typer

from services.cli.language import say

HomeOption = Annotated[Path | None, typer.Option("--home", help=say("数据目录", "Data folder"))]
JsonOption = Annotated[
    bool, typer.Option("--json", help=say("机器可读输出", "Machine-readable answer"))
]
PortBaseOption = Annotated[
    int | None, typer.Option(help=say("端口起点（默认 8700）", "First port (default 8700)"))
]
