"""`down`: stops everything in order; nothing running is no failure."""

from services.cli.language import print_json, tell
from services.cli.options import HomeOption, JsonOption
from services.kernel.embedded import home, stack
from services.kernel.settings import load


def down(
    *,
    home_folder: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    settings = load(JINGHENG_HOME=str(home_folder) if home_folder else None)
    home.require_access(settings.home)
    stopped = False
    if home.is_ours(settings.home):
        with home.locked(settings.home, "up", wait_seconds=30):
            stopped = stack.stop(settings.home)
    if as_json:
        print_json({"stopped": stopped, "home": str(settings.home)})
    elif stopped:
        tell("已停止。数据保留在 " + str(settings.home), f"Stopped. Data stays in {settings.home}")
    else:
        tell("没有在运行。", "Nothing was running.")
