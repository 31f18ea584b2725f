"""An id, a number, a name: which of them names one person."""

from types import SimpleNamespace

from services.kernel.errors import Text
from services.roster.naming import people_called


async def test_a_number_and_a_name_only_one_bears(roster):
    first, second = await roster.register("张三"), await roster.register("张三")
    third = await roster.register("李四")
    request = SimpleNamespace(app=roster.apps["roster"])

    found = await people_called(request, [first.upper(), "张三", "李四", "王五", "x' or 1=1"])

    assert (found[first.upper()], found["李四"]) == (first, third)
    assert second not in found.values()
    for name in ("张三", "王五", "x' or 1=1"):
        assert isinstance(found[name], Text)
    assert "2" in found["张三"].zh
