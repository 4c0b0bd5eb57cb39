"""The sheet of a chart: put together plainly, checked by plotly when it is drawn."""

import json
from collections.abc import Sequence

import pytest

from reportgen.pages.canvas import Canvas, CheckedExporter, checked
from reportgen.pages.exporter import Drawing, FakeExporter

CANVAS = Canvas(height=100, left=20, right=10, top=5, bottom=15)
BARS = [{"type": "bar", "x": [1, 2], "y": [3, 4]}]


def test_a_figure_is_plain_until_it_is_checked() -> None:
    """Only the checked figure carries the whole theme; both have the same pieces."""
    plain = json.loads(CANVAS.sealed(BARS, {"xaxis": {"range": [0, 3]}}))
    whole = json.loads(checked(json.dumps(plain)))

    assert "afcharts" == plain["layout"]["template"]
    assert {"layout", "data"} <= set(whole["layout"]["template"])
    assert (
        [0, 3]
        == plain["layout"]["xaxis"]["range"]
        == (whole["layout"]["xaxis"]["range"])
    )
    assert (627, 100) == (whole["layout"]["width"], whole["layout"]["height"])


@pytest.mark.parametrize(
    ("data", "layout"),
    [
        ([{"type": "pie chart"}], {}),
        ([{"type": "bar", "colour": "red"}], {}),
        ([], {"yaxis": {"zeroline": "perhaps"}}),
        ([], {"margins": 3}),
    ],
)
def test_plotly_refuses_what_it_does_not_know(
    data: list[dict[str, object]], layout: dict[str, object]
) -> None:
    """A piece that is misspelt is found before it is drawn as something else."""
    with pytest.raises(ValueError, match="nvalid"):
        checked(CANVAS.sealed(data, layout))


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_no_number_is_without_a_value(value: float) -> None:
    """JSON has no word for them, and a picture no place."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        CANVAS.sealed([{"type": "bar", "x": [value]}], {})


def test_what_is_drawn_was_checked() -> None:
    """The exporter behind is handed whole figures under the same names."""
    handed: list[Drawing] = []

    class Listening(FakeExporter):
        def export(self, drawings: Sequence[Drawing]) -> list[str]:
            handed.extend(drawings)
            return super().export(drawings)

    drawing = Drawing("bars", CANVAS.sealed(BARS, {}), 627, 100)
    (svg,) = CheckedExporter(Listening()).export([drawing])

    assert ["bars"] == [each.name for each in handed]
    assert isinstance(json.loads(handed[0].plot)["layout"]["template"], dict)
    assert svg.startswith("<svg")
    with pytest.raises(ValueError, match="nvalid"):
        CheckedExporter(Listening()).export(
            [Drawing("bad", CANVAS.sealed([{"type": "bars"}], {}), 627, 100)]
        )
