"""What stands where in a drawing that Chrome made: texts with their extents, marks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from fontTools.ttLib import TTFont

from reportgen.pages import fonts

_SVG = "{http://www.w3.org/2000/svg}"
_ASCENT, _DESCENT = 0.66, 0.2  # em: a capital's height, and a letter's tail
_LINE = 1.3  # em from one line of a name to the next


@dataclass(frozen=True)
class Box:
    """A text and the place that its ink takes, in CSS px."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether the two share a place; a hair's breadth is forgiven."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 0.5 and down > 0.5


@dataclass(frozen=True)
class Drawn:
    """A drawing, taken apart."""

    width: float
    height: float
    texts: tuple[Box, ...]
    ticks: tuple[tuple[float, float], ...]
    """Place along the picture and the number printed there."""
    marks: tuple[tuple[str, float, float], ...]
    """Colour of the outline, and the place along and down."""
    bars: tuple[tuple[float, float, float], ...]
    """Beginning, end and middle down the picture."""
    whiskers: tuple[tuple[float, float, float], ...] = ()
    """Lower end, upper end and middle down the picture."""

    def value_at(self, along: float) -> float:
        """The value at a place along, by two of the axis's own labels."""
        (x0, v0), (x1, v1) = self.ticks[0], self.ticks[-1]
        return v0 + (along - x0) * (v1 - v0) / (x1 - x0)

    @property
    def colliding(self) -> list[tuple[str, str]]:
        """Texts that lie on one another."""
        boxes = self.texts
        return [
            (one.text, other.text)
            for place, one in enumerate(boxes)
            for other in boxes[place + 1 :]
            if one.meets(other)
        ]

    @property
    def leaving(self) -> list[str]:
        """Texts that leave the picture."""
        return [
            box.text
            for box in self.texts
            if min(box.left, box.top) < 0
            or box.right > self.width
            or box.bottom > self.height
        ]


def taken_apart(svg: str) -> Drawn:
    """The drawing's texts, ticks, marks and bars."""
    root = ElementTree.fromstring(svg)
    found = list(_placed(root, 0.0, 0.0, ""))
    texts = [
        box
        for element, x, y, _ in found
        if element.tag == f"{_SVG}text"
        for box in _boxes(element, x, y)
    ]
    ticks = [
        (x, _number("".join(element.itertext())))
        for element, x, _, group in found
        if element.tag == f"{_SVG}text" and group == "xtick"
        if re.search(r"^\D?[\d.,]+\D?$", "".join(element.itertext()))  # no period
    ]
    marks = [
        (_style(element, "stroke"), x, y)
        for element, x, y, _ in found
        if element.get("class") == "point" and element.tag == f"{_SVG}path"
    ]
    bars = [
        _bar(element, x, y)
        for element, x, y, group in found
        if element.tag == f"{_SVG}path" and group == "point"
    ]
    whiskers = [
        _whisker(element, x, y)
        for element, x, y, _ in found
        if element.get("class") == "xerror"
    ]
    return Drawn(
        width=float(root.get("width", 0)),
        height=float(root.get("height", 0)),
        texts=tuple(texts),
        ticks=tuple(sorted(ticks)),
        marks=tuple(marks),
        bars=tuple(bars),
        whiskers=tuple(whiskers),
    )


def _placed(
    element: Element, x: float, y: float, group: str
) -> Iterator[tuple[Element, float, float, str]]:
    """Every element with the place of its origin and the class of its parent."""
    pattern = r"translate\(([-\d.]+)[, ]([-\d.]+)\)"  # twice for a name in two lines
    for moved in re.finditer(pattern, _transform(element)):
        x, y = x + float(moved[1]), y + float(moved[2])
    yield element, x, y, group
    for child in element:
        yield from _placed(child, x, y, element.get("class", ""))


def _transform(element: Element) -> str:
    """No text of ours is turned, so that places only add up."""
    text = element.get("transform", "")
    assert "rotate" not in text or "rotate(0," in text, text
    return text


def _style(element: Element, name: str) -> str:
    found = re.search(rf"(?:^|;)\s*{name}: ([^;]+)", element.get("style", ""))
    return found[1] if found else ""


def _number(text: str) -> float:
    """`−1,000`, `+20%` and `5k` as numbers."""
    text = text.removesuffix("%")
    scale = {"k": 1e3, "M": 1e6, "B": 1e9, "μ": 1e-6, "m": 1e-3}.get(text[-1:], 1.0)
    return float(text.rstrip("kMBμm").replace("\u2212", "-").replace(",", "")) * scale


def _bar(element: Element, x: float, y: float) -> tuple[float, float, float]:
    """Of a path like `M0,8V30H381V8Z`; a bar of nothing has no path."""
    path = element.get("d", "")
    numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", path)]
    start, top, bottom, end = [*numbers, 0.0, 0.0, 0.0][:4]
    return x + start, x + end, y + (top + bottom) / 2


def _whisker(element: Element, x: float, y: float) -> tuple[float, float, float]:
    """Of a path like `M340,15v8m0,-4H295m0,-4v8`: its two ends and its middle."""
    found = re.match(
        r"M([-\d.]+),([-\d.]+)v([-\d.]+).*H([-\d.]+)", element.get("d", "")
    )
    assert found, element.get("d")
    upper, top, tall, lower = map(float, found.groups())
    return x + lower, x + upper, y + top + tall / 2


def _boxes(element: Element, x: float, y: float) -> Iterator[Box]:
    """One box for each line of a text."""
    size = float(_style(element, "font-size").removesuffix("px"))
    x, y = x + float(element.get("x", 0)), y + float(element.get("y", 0))
    anchor = element.get("text-anchor", "start")
    lines = [e for e in element if e.get("class") == "line"] or [element]
    for number, line in enumerate(lines):
        text = "".join(line.itertext())
        bold = any(_style(e, "font-weight") == "bold" for e in line.iter())
        wide = _width(text, size, bold=bold)
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        down = y + number * _LINE * size
        if text.strip():
            top, bottom = down - _ASCENT * size, down + _DESCENT * size
            yield Box(text, left, top, left + wide, bottom)


@cache
def _metrics(face: str) -> tuple[dict[int, str], dict[str, tuple[int, int]], int]:
    (file,) = [path for path in fonts.find() if path.stem.endswith(f"-{face}")]
    with TTFont(Path(file)) as font:
        return font.getBestCmap(), dict(font["hmtx"].metrics), font["head"].unitsPerEm


def _width(text: str, size: float, *, bold: bool) -> float:
    """As wide as its letters are, without kerning, which only narrows."""
    letters, advances, em = _metrics("Bold" if bold else "Regular")
    return sum(advances[letters[ord(one)]][0] for one in text) * size / em
