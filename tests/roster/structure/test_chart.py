"""The chart is one well-formed drawing that runs and fetches nothing, whatever a unit is called."""

from xml.etree import ElementTree as ET

from services.roster.structure.chart import structure_chart
from tests.roster.structure.test_workbook import small_view

SVG = "{http://www.w3.org/2000/svg}"


def test_it_draws_figures_and_nothing_else(structure_policy):
    view = small_view(structure_policy)
    view.unit_name = '<script>alert(1)</script>"&'
    root = ET.fromstring(structure_chart(view))  # noqa: S314  our own

    assert {node.tag for node in root.iter()} == {
        SVG + tag for tag in ("svg", "title", "rect", "text")
    }
    assert not [name for node in root.iter() for name in node.attrib if name.startswith("on")]
    words = [node.text for node in root.iter(SVG + "text")]
    assert any("<script>" in word for word in words)
    assert "年龄 (1)" in words
    assert int(root.get("height")) > max(int(node.get("y", 0)) for node in root.iter(SVG + "text"))
