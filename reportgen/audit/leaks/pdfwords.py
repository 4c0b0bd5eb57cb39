"""What the drawing instructions of a PDF write, without asking where or how.

Text that is white, invisible, outside its page, or of no size is written all the same.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pikepdf

_OPERATORS = "Tf Tj TJ ' \" BDC BMC EMC DP Do"
_GAP = -200  # thousandths of an em: a wider one parts words
_SAID = ("/ActualText", "/Alt", "/E")
_OUTSIDE = -1
Decoder = Callable[[bytes], str]


@dataclass(frozen=True)
class Written:
    """One instruction that writes, or that says what is written."""

    text: str
    mark: int
    """Its marked content, by number; -1 where it stands outside the tag tree."""
    spoken: bool = False
    """Whether it is said in place of what is drawn: `/ActualText`, `/Alt`."""
    drawing: Any = None
    """A drawing that is laid in here, and has instructions of its own."""


class Instructions:
    """Reads instructions; fonts are learnt once."""

    def __init__(self) -> None:
        """No font is known yet."""
        self._fonts: dict[tuple[int, int], Decoder] = {}

    def written(self, stream: Any, resources: Any) -> Iterator[Written]:
        """All that a page, a drawing or an appearance writes, in order.

        Args:
            stream: a page, or a stream of drawing instructions.
            resources: the dictionary that names its fonts and properties.
        """
        decode: Decoder = _plain
        marks = [_OUTSIDE]
        for step in pikepdf.parse_content_stream(stream, _OPERATORS):
            operands, name = list(step.operands), str(step.operator)
            if name == "Tf":
                decode = self._decoder(_under(resources, "/Font", operands[0]))
            elif name == "EMC":
                marks = marks[:-1] or [_OUTSIDE]
            elif name in {"BDC", "BMC", "DP"}:
                facts = _facts(operands, resources)
                mark = int(facts.get("/MCID", marks[-1]))
                said = [str(facts[key]) for key in _SAID if key in facts]
                yield from (Written(text, mark, spoken=True) for text in said)
                marks += [mark] if name != "DP" else []
            elif name == "Do":
                drawing = _under(resources, "/XObject", operands[0])
                yield Written("", marks[-1], drawing=drawing)
            elif operands:
                yield Written(_shown(operands[-1], decode), marks[-1])

    def _decoder(self, font: Any) -> Decoder:
        if font is None or "/ToUnicode" not in font:
            return _plain
        key = font.objgen
        if key not in self._fonts or key == (0, 0):
            self._fonts[key] = _Letters(font.ToUnicode.read_bytes()).text
        return self._fonts[key]


def _plain(data: bytes) -> str:
    return data.replace(b"\0", b"").decode("latin-1")


def _under(resources: Any, kind: str, name: Any) -> Any:
    """What resources call by a name; None where they do not."""
    held = resources.get(kind) if resources is not None else None
    return held.get(str(name)) if held is not None else None


def _facts(operands: list[Any], resources: Any) -> Any:
    """The properties of marked content, written there or named."""
    facts = operands[1] if len(operands) > 1 else None
    if isinstance(facts, pikepdf.Name):
        facts = _under(resources, "/Properties", facts)
    return facts if isinstance(facts, pikepdf.Dictionary) else {}


def _shown(operand: Any, decode: Decoder) -> str:
    if isinstance(operand, pikepdf.Array):
        parts = [
            decode(bytes(one))
            if isinstance(one, pikepdf.String)
            else (" " if float(one) < _GAP else "")
            for one in operand
        ]
        return "".join(parts)
    return decode(bytes(operand)) if isinstance(operand, pikepdf.String) else ""


@dataclass(frozen=True)
class _Letters:
    """The letters of a font, from its map to Unicode."""

    source: bytes

    @cached_property
    def letters(self) -> Mapping[bytes, str]:
        found: dict[bytes, str] = {}
        for kind, block in re.findall(
            rb"beginbf(char|range)(.*?)endbf", self.source, re.S
        ):
            codes = [bytes.fromhex(h.decode()) for h in _HEX.findall(block)]
            if kind == b"char":
                pairs = zip(codes[::2], codes[1::2], strict=False)
                found |= {code: _unicode(meant) for code, meant in pairs}
            elif b"[" not in block:
                for first, last, meant in zip(
                    codes[::3], codes[1::3], codes[2::3], strict=False
                ):
                    found |= _range(first, last, meant)
        return found

    @cached_property
    def wide(self) -> int:
        """Bytes of a code."""
        return max(map(len, self.letters), default=1)

    def text(self, data: bytes) -> str:
        wide = self.wide
        codes = (data[at : at + wide] for at in range(0, len(data), wide))
        return "".join(self.letters.get(code, "\ufffd") for code in codes)


_HEX = re.compile(rb"<([0-9A-Fa-f]*)>")


def _unicode(meant: bytes) -> str:
    return meant.decode("utf-16-be", "replace")


def _range(first: bytes, last: bytes, meant: bytes) -> dict[bytes, str]:
    start, end = int.from_bytes(first, "big"), int.from_bytes(last, "big")
    letter = int.from_bytes(meant, "big")
    return {
        (start + step).to_bytes(len(first), "big"): _unicode(
            (letter + step).to_bytes(len(meant), "big")
        )
        for step in range(min(end - start, 0xFFFF) + 1)
    }
