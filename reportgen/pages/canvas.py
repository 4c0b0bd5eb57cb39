"""A chart's sheet: its margins, and the pieces that are laid on it.

Places are CSS px from the left and from the top, as they stand in the finished
picture; plotly is told them as shares of the plot. A figure is put together as one
plain dictionary, and checked by plotly once, when it is to be drawn.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reportgen.pages.exporter import Drawing, Exporter
from reportgen.pages.lettering import SIZE
from reportgen.pages.palette import DARK_GREY, FONT, GRID, INK, WIDTH

Piece = dict[str, Any]
"""What plotly calls an annotation, a shape, a trace or an axis."""
Spot = tuple[float, float]
"""CSS px from the left and from the top."""

CLEAR = "rgba(0,0,0,0)"
"""A draft's watermark shows through."""


@dataclass(frozen=True)
class Canvas:
    """The size of a picture and the margins round its plot, in CSS px."""

    height: int
    left: float = 0
    right: float = 0
    top: float = 0
    bottom: float = 0

    @property
    def across(self) -> float:
        """How wide the plot is."""
        return WIDTH - self.left - self.right

    @property
    def down(self) -> float:
        """How high the plot is."""
        return self.height - self.top - self.bottom

    def share(self, spot: Spot) -> Spot:
        """A place as shares of the plot, from its lower left corner."""
        x, y = spot
        return (x - self.left) / self.across, 1 - (y - self.top) / self.down

    def text(self, words: str, spot: Spot, **more: Any) -> Piece:
        """A text whose anchor stands at the spot: its left end, half way up.

        Args:
            words: may hold plotly's few tags; `plain` makes names safe. A line is
                bold as a whole or not at all: the layout drops what follows a tag.
            spot: where it stands.
            more: plotly's own words for an annotation, and `color` and `size`.
        """
        x, y = self.share(spot)
        font = {"color": more.pop("color", INK), "size": more.pop("size", SIZE)}
        placed = {"x": x, "y": y, "xref": "paper", "yref": "paper", "text": words}
        plain = {"xanchor": "left", "yanchor": "middle", "align": "left"}
        return {**placed, **plain, "showarrow": False, "font": font, **more}

    def shape(self, kind: str, first: Spot, last: Spot, **more: Any) -> Piece:
        """A line or a rectangle from one spot to another."""
        (x0, y0), (x1, y1) = self.share(first), self.share(last)
        ends = {"x0": x0, "y0": y0, "x1": x1, "y1": y1}
        return {"type": kind, "xref": "paper", "yref": "paper", **ends, **more}

    def domain(self, start: Spot, end: Spot) -> tuple[list[float], list[float]]:
        """The shares of the plot between an upper left and a lower right spot."""
        (x0, y0), (x1, y1) = self.share(start), self.share(end)
        return [x0, x1], [y1, y0]

    def sealed(self, data: Sequence[Piece], layout: Mapping[str, Any]) -> str:
        """The plotly figure as JSON; `checked` has it checked before it is drawn.

        Args:
            data: the traces.
            layout: axes, shapes and annotations.
        """
        margins = {"l": self.left, "r": self.right, "t": self.top, "b": self.bottom}
        house = {
            "template": "afcharts",
            "width": WIDTH,
            "height": self.height,
            "margin": {**margins, "pad": 0},
            "paper_bgcolor": CLEAR,
            "plot_bgcolor": CLEAR,
            "showlegend": False,
            "hovermode": False,
            "font": {"family": FONT, "size": SIZE, "color": INK},
        }
        figure = {"data": list(data), "layout": {**house, **layout}}
        return json.dumps(figure, allow_nan=False)


def checked(plot: str) -> str:
    """A figure with its theme, as plotly takes it.

    Raises:
        ValueError: plotly has no such piece.
    """
    # Heavy, and most builds draw nothing that was not drawn before.
    import plotly.graph_objects as go
    from afcharts import pio_template  # noqa: F401  # registers the theme

    return str(go.Figure(json.loads(plot)).to_json())


class CheckedExporter:
    """Hands on what plotly has checked."""

    def __init__(self, exporter: Exporter) -> None:
        """Nothing is drawn yet; `exporter` will."""
        self._exporter = exporter

    def export(self, drawings: Sequence[Drawing]) -> list[str]:
        """SVG text for each drawing, in the same order.

        Raises:
            ValueError: plotly has no such piece.
        """
        whole = [replace(each, plot=checked(each.plot)) for each in drawings]
        return self._exporter.export(whole)


def plain(text: str) -> str:
    """Text that plotly prints as it is: it reads a few tags and entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def stacked(lines: Sequence[str]) -> str:
    """Lines one under the other, printed as they are."""
    return "<br>".join(map(plain, lines))


def axis(reach: Sequence[float], labels: Mapping[float, str], **more: Any) -> Piece:
    """An axis with these labels, none of them turned, and nothing else of its own."""
    return {
        "range": list(reach),
        "tickmode": "array",
        "tickvals": list(labels),
        "ticktext": list(labels.values()),
        "tickangle": 0,
        "tickfont": {"size": SIZE, "color": DARK_GREY},
        "ticks": "",
        "showgrid": False,
        "gridcolor": GRID,
        "zeroline": False,
        "showline": False,
        "automargin": False,
        **more,
    }


def whole(px: float) -> int:
    """CSS px as a whole number, never less than needed."""
    return math.ceil(px)
