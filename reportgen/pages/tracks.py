"""Parts of a whole in one period: a bar for each part, on a track as long as the whole.

One stacked bar would leave no room for the labels of small parts.
"""

from reportgen.pages.canvas import Canvas, Piece, axis, plain, stacked, whole
from reportgen.pages.lettering import LINE_HEIGHT, breadth, wrapped
from reportgen.pages.lines import Line
from reportgen.pages.palette import INK, INK_BLUE
from reportgen.pages.stacks import filled
from reportgen.pages.swatches import share
from reportgen.pages.wholes import Bar, Whole

TRACK = "#E6EAEE"
"""Of the whole, behind the part: light in grey print too."""
_NAME = 170  # CSS px of a part's name; what is longer goes on in another line
_TOP, _ROW, _GAP = 26, 34, 10  # CSS px: the total's line, a row, and beside the bars
_BAR = 0.56  # of a row


def tracks(parts: Whole) -> tuple[str, int]:
    """The plotly figure as JSON, and its height in CSS px.

    Args:
        parts: has one bar.
    """
    bar = parts.bars[-1]
    names = [wrapped(line.measure.label, _NAME) for line in parts.lines]
    row = max(_ROW, max(map(len, names)) * LINE_HEIGHT + 6)
    numbers = [f"{part.printed} ({share(bar, part)})" for part in bar.parts]
    canvas = Canvas(
        height=whole(_TOP + row * len(names) + 4),
        left=whole(max(breadth(line) for name in names for line in name) + _GAP),
        right=whole(max(breadth(text, bold=True) for text in numbers) + _GAP + 4),
        top=_TOP,
        bottom=4,
    )
    total = bar.total.value or 1.0
    rows = {float(n): stacked(name) for n, name in enumerate(names)}
    down = axis((len(names) - 0.5, -0.5), rows, ticklabelstandoff=6)
    layout = {
        "barmode": "overlay",
        "xaxis": axis((0, total), {}, showticklabels=False),
        "yaxis": {**down, "tickfont": {"color": INK, "size": 13}},
        "annotations": _texts(bar, numbers, canvas),
    }
    return canvas.sealed(_traces(bar, parts.lines, total), layout), canvas.height


def _traces(bar: Bar, lines: tuple[Line, ...], total: float) -> list[Piece]:
    rows = list(range(len(lines)))
    common = {"type": "bar", "orientation": "h", "y": rows, "width": _BAR}
    values = [part.value for part in bar.parts]
    flat = {"color": TRACK, "line": {"width": 0}}
    return [
        {**common, "x": [total] * len(rows), "name": "whole", "marker": flat},
        {**common, "x": values, "name": "parts", "marker": _solid(bar)},
    ]


def _solid(bar: Bar) -> Piece:
    """The bars lie on their tracks, so that they need no white gaps."""
    marker = filled(bar.parts, INK_BLUE)
    marker["line"]["width"] = [2 if part.doubts else 0 for part in bar.parts]
    return marker


def _texts(bar: Bar, numbers: list[str], canvas: Canvas) -> list[Piece]:
    """The numbers beside the tracks, and above them what their length stands for."""
    right = canvas.left + canvas.across
    row = canvas.down / len(numbers)
    texts = [
        canvas.text(
            f"<b>{plain(text)}</b>",
            (right + _GAP, canvas.top + (number + 0.5) * row),
            color=INK_BLUE,
        )
        for number, text in enumerate(numbers)
    ]
    total = f"<b>Total: {plain(bar.total.printed)}</b>"
    return [*texts, canvas.text(total, (right, _TOP / 2), xanchor="right", color=INK)]
