"""Letters as outlines: words that are drawn, and are no text to be searched or read."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

_REGULAR = 400  # weight


def width(text: str, size: float, files: Sequence[Path]) -> float:
    """Points that a line of text takes as outlines.

    Args:
        text: one line; the typeface has its letters.
        size: of the type, in points.
        files: the font files of the pages.
    """
    font = _regular(files)
    letters, advances = font.getBestCmap(), font["hmtx"]
    units = sum(advances[letters[ord(letter)]][0] for letter in text)
    return float(units * size / font["head"].unitsPerEm)


def outlines(
    text: str, size: float, at: tuple[float, float], files: Sequence[Path]
) -> list[str]:
    """The instructions of a PDF that make the path of a line of text, not yet filled.

    Args:
        text: one line; the typeface has its letters.
        size: of the type, in points.
        at: where its base line begins, in points.
        files: the font files of the pages.
    """
    from fontTools.pens.transformPen import TransformPen

    font = _regular(files)
    letters, glyphs = font.getBestCmap(), font.getGlyphSet()
    scale = size / font["head"].unitsPerEm
    (x, y), pen = at, _pen(glyphs)
    for letter in text:
        glyph = glyphs[letters[ord(letter)]]
        glyph.draw(TransformPen(pen, (scale, 0, 0, scale, x, y)))
        x += glyph.width * scale
    path: list[str] = pen.path
    return path


def has_letters(text: str, files: Sequence[Path]) -> bool:
    """Whether the typeface has every letter of a text."""
    known = _regular(files).getBestCmap()
    return all(ord(letter) in known for letter in text)


def _regular(files: Sequence[Path]) -> Any:
    """The upright face whose weight is nearest to regular."""
    from fontTools.ttLib import TTFont

    def far(font: Any) -> tuple[bool, int]:
        traits = font["OS/2"]
        return bool(traits.fsSelection & 1), abs(traits.usWeightClass - _REGULAR)

    opened = (TTFont(BytesIO(file.read_bytes()), lazy=True) for file in files)
    return min(opened, key=far)


def _pen(glyphs: Any) -> Any:
    """A pen that writes the instructions of a PDF."""
    from fontTools.pens.basePen import BasePen

    class Pen(BasePen):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__(glyphs)
            self.path: list[str] = []

        def _moveTo(self, to: tuple[float, float]) -> None:  # noqa: N802 (its name)
            self.path.append(f"{_said(to)} m")

        def _lineTo(self, to: tuple[float, float]) -> None:  # noqa: N802
            self.path.append(f"{_said(to)} l")

        def _curveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802
            self.path.append(f"{_said(*points)} c")

        def _closePath(self) -> None:  # noqa: N802
            self.path.append("h")

    return Pen()


def _said(*points: tuple[float, float]) -> str:
    """Coordinates as a PDF writes them, a thousandth of a point exact."""
    return " ".join(f"{value:.3f}" for point in points for value in point)
