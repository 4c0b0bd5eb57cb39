"""The typeface for browsers: static fonts cut to the letters of our languages.

A drawing that stands in an `img` sees no font of its page, so it carries its own.
"""

import base64
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

from reportgen.pages.fonts import FAMILY

_LETTERS = (
    *range(0x20, 0x180),  # Latin, with what Welsh, Polish and Turkish names need
    *range(0x2010, 0x2040),  # dashes, quotes, dots
    *(0x2190, 0x2191, 0x2192, 0x2193),  # arrows of a change
    *(0x20AC, 0x2212, 0x2264, 0x2265),  # euro, minus, bounds
    *(0x25A0, 0x25B2, 0x25BC, 0x25C6, 0x25CF),  # marks beside words
)
_FEATURES = ("kern", "liga", "mark")
_SEMIBOLD, _BOLD = 600, 700


class Cache(Protocol):
    """Keeps texts of earlier runs by key, as the archive does."""

    def get(self, key: str) -> str | None:
        """The text kept under the key, or None."""

    def put(self, key: str, svg: str) -> None:
        """Keep a text under the key."""


@dataclass(frozen=True)
class Face:
    """One font file for browsers."""

    name: str
    """`SourceSansPro-Regular.woff`."""
    weight: int
    italic: bool
    data: bytes
    """WOFF."""

    @property
    def rule(self) -> str:
        """What a style sheet says of it: it lies beside the sheet."""
        return self._rule(self.name)

    @property
    def inlaid(self) -> str:
        """The same with the font inside, for a drawing."""
        packed = base64.b64encode(self.data).decode()
        return self._rule(f"data:font/woff;base64,{packed}")

    def _rule(self, address: str) -> str:
        style = "italic" if self.italic else "normal"
        return (
            f'@font-face{{font-family:"{FAMILY}";font-weight:{self.weight};'
            f'font-style:{style};src:url("{address}") format("woff")}}'
        )


def faces(files: Sequence[Path], cache: Cache) -> tuple[Face, ...]:
    """The font files as browsers take them, lightest first.

    Args:
        files: static TrueType fonts.
        cache: what was cut in an earlier run is not cut again.
    """
    found = [_face(file, cache) for file in files]
    return tuple(sorted(found, key=lambda face: (face.weight, face.italic, face.name)))


def inlay(svg: str, held: Sequence[Face]) -> str:
    """A drawing with the faces inside that its words are set in."""
    bold = "bold" in svg or "font-weight: 7" in svg
    wanted = {400, _BOLD} if bold else {400}
    rules = [f.inlaid for f in held if f.weight in wanted and not f.italic]
    if "<text" not in svg or not rules:
        return svg
    opening, sign, rest = svg.partition(">")
    return f"{opening}{sign}<style>{''.join(rules)}</style>{rest}"


def _face(file: Path, cache: Cache) -> Face:
    data = file.read_bytes()
    key = hashlib.sha256(f"{version('fonttools')} {_LETTERS}".encode() + data)
    kept = cache.get(f"typeface-{key.hexdigest()}")
    if kept is None:
        kept = _cut(data)
        cache.put(f"typeface-{key.hexdigest()}", kept)
    weight, slant, packed = kept.split(" ")
    woff = base64.b64decode(packed)
    return Face(f"{file.stem}.woff", int(weight), slant == "italic", woff)


def _cut(data: bytes) -> str:
    """Weight, slant and WOFF of a font with our letters only, as one text."""
    from fontTools import subset

    options: Any = subset.Options(
        flavor="woff",
        layout_features=list(_FEATURES),
        hinting=False,
        recalc_timestamp=False,
    )
    font: Any = subset.load_font(io.BytesIO(data), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=_LETTERS)
    cutter.subset(font)
    made = io.BytesIO()
    subset.save_font(font, made, options)
    slant = "italic" if font["OS/2"].fsSelection & 1 else "normal"
    packed = base64.b64encode(made.getvalue()).decode()
    return f"{font['OS/2'].usWeightClass} {slant} {packed}"
