"""`jingheng policies`: read every policy file strictly, and show what is in force on a day."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from services.assessment.grading.policy import ANNUAL_QUOTA, BUREAU_GRADE
from services.cli.language import language, print_json, say, tell
from services.cli.options import JsonOption
from services.gateway.decision.kinds import policy_kinds
from services.gateway.payroll.check_policy import PAY_CHECK
from services.gateway.proposal.policy import APPROVAL
from services.kernel.embedded.problem import FAILED, USAGE, Problem
from services.kernel.policy import PolicyKind, Shelf, Version
from services.kernel.policy_files import POLICIES, load_shelf
from services.kernel.web.clocks import BUREAU_TIME
from services.kernel.yaml_tree import Mistake, SourceWrong
from services.roster.history_policy import SERVICE_HISTORY
from services.roster.protection.policy import PERSONAL_DATA
from services.roster.recruitment.policy import RECRUITMENT
from services.roster.structure.policy import STRUCTURE

FolderOption = Annotated[
    Path, typer.Option("--policies", help=say("政策目录", "Folder with law/ and bureaus/"))
]

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    help=say("政策：带日期的规则文件。", "Policies: rules as dated files."),
)


@app.command("check", help=say("严格读取所有单位的全部政策文件", "Read every file of every bureau"))
def check(*, policies: FolderOption = POLICIES, as_json: JsonOption = False) -> None:
    """Exit code 1: a file is wrong; each mistake with its file, line and what is allowed."""
    mistakes: dict[str, Mistake] = {}
    counted: set[str] = set()
    for bureau in _bureaus(policies):
        try:
            counted |= {version.source for _, version in _versions(_shelf(policies, bureau))}
        except SourceWrong as error:
            mistakes |= {str(mistake): mistake for mistake in error.mistakes}
    strangers = _strangers(policies, counted) if not mistakes else []
    told = [mistake.told(language()) for mistake in mistakes.values()] + [
        say(f"{path}: 没有判定使用这个文件", f"{path}: no decision reads this file")
        for path in strangers
    ]
    if as_json:
        print_json({"ok": not told, "files": len(counted), "mistakes": told})
    for line in told if not as_json else ():
        print(line, file=sys.stderr)
    if not as_json:
        tell(
            f"政策文件 {len(counted)} 个, 错误 {len(told)} 处",
            f"{len(counted)} policy files, {len(told)} mistakes",
        )
    raise typer.Exit(FAILED if told else 0)


@app.command("show", help=say("某日生效的政策", "What is in force on a day"))
def show(
    *,
    bureau: Annotated[str, typer.Option(help=say("单位", "Whose choices"))] = "r0",
    on: Annotated[str | None, typer.Option(help="YYYY-MM-DD")] = None,
    policies: FolderOption = POLICIES,
    as_json: JsonOption = False,
) -> None:
    day = _day(on)
    try:
        shelf = _shelf(policies, bureau)
    except SourceWrong as error:
        for mistake in error.mistakes:
            print(mistake.told(language()), file=sys.stderr)
        raise typer.Exit(FAILED) from None
    lines = _in_force(shelf, day)
    if as_json:
        print_json({"bureau": bureau, "on": day.isoformat(), "policies": lines})
        return
    for line in lines:
        print(
            f"{line['effective_from']}  {line['layer']:<6}  {line['policy']:<22}  {line['title']}"
        )


def _shelf(policies: Path, bureau: str) -> Shelf:
    return load_shelf(policies, bureau, every_kind())


def every_kind() -> list[PolicyKind]:
    """The gateway's policies, the assessment room's and the roster's."""
    return [
        *policy_kinds(),
        APPROVAL,
        PAY_CHECK,
        ANNUAL_QUOTA,
        BUREAU_GRADE,
        STRUCTURE,
        PERSONAL_DATA,
        SERVICE_HISTORY,
        RECRUITMENT,
    ]


def _in_force(shelf: Shelf, day: date) -> list[dict[str, Any]]:
    """The newest version of each layer that has begun by the day."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for (name, layer), version in _versions(shelf):
        if version.effective_from <= day:
            found[name, layer] = {
                "policy": name,
                "layer": layer,
                "effective_from": version.effective_from.isoformat(),
                "title": version.model.title,
                "file": version.source,
            }
    return [found[key] for key in sorted(found)]


def _versions(shelf: Shelf) -> list[tuple[tuple[str, str], Version]]:
    return [(key, version) for key, versions in shelf.layers.items() for version in versions]


def _bureaus(policies: Path) -> list[str]:
    folders = sorted(p.name for p in (policies / "bureaus").glob("*") if p.is_dir())
    if not folders:
        raise Problem(
            f"{policies} 下没有 bureaus/<单位> 目录。",
            f"{policies} holds no folder bureaus/<bureau>.",
            exit_code=USAGE,
        )
    return folders


def _strangers(policies: Path, read: set[str]) -> list[str]:
    """Files that look like policies and that nothing reads: a wrong folder, a wrong ending."""
    files = (path for path in policies.rglob("*") if path.is_file() and path.name[0] != ".")
    return sorted(str(path) for path in files if str(path) not in read)


def _day(text: str | None) -> date:
    if text is None:
        return datetime.now(BUREAU_TIME).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Problem(
            f"--on 须为 YYYY-MM-DD，不是 {text}。",
            f"--on must be YYYY-MM-DD, not {text}.",
            exit_code=USAGE,
        ) from None
