"""How wide a text is at most, and its lines, before anything is drawn."""

SIZE = 13
"""CSS px of a chart's text: 9.75 pt, the size of a table's text."""
LINE_HEIGHT = 17
"""CSS px from one line to the next."""
ELLIPSIS = "…"

# Letters of Source Sans Pro by how wide they are at most, in em. What stands in no
# list is taken as the widest.
_WIDTHS = (
    (0.305, " |ijl',.:;’!If()[]{}î"),
    (0.42, "-tr/\\*s"),
    (0.515, '0123456789#$+<=>^~−£×–“”?zxcvykeéêagâJLFXVYŷ_"'),
    (0.572, "oôhuüûnbdpqAPRSTZEC`"),
    (0.667, "KBDGUNHOQ&"),
    (0.95, "wŵWMm%@…"),
)
_WIDEST = 1.25
_EM = {letter: em for em, letters in _WIDTHS for letter in letters}
_BOLD = 1.13  # how much wider a bold letter is at most


def breadth(text: str, *, size: float = SIZE, bold: bool = False) -> float:
    """CSS px that a line of text takes at most.

    Args:
        text: one line, without markup.
        size: of the type, in CSS px.
        bold: whether it is set in bold.
    """
    em = sum(_EM.get(letter, _WIDEST) for letter in text)
    return em * size * (_BOLD if bold else 1)


def wrapped(text: str, room: float, most: int = 3, *, bold: bool = False) -> list[str]:
    """The text in lines that fit; what is left over ends in dots.

    Args:
        text: words; none of it is markup.
        room: CSS px that a line may take.
        most: lines; at least one.
        bold: whether it is set in bold.
    """
    lines, words = [""], text.split()
    while words:
        joined = f"{lines[-1]} {words[0]}".strip()
        if breadth(joined, bold=bold) <= room or not lines[-1]:
            lines[-1] = joined
            words.pop(0)
        elif len(lines) < most:
            lines.append("")
        else:
            lines[-1] = f"{lines[-1]} {ELLIPSIS}"
            break
    return [_cut(line, room, bold=bold) for line in lines]


def _cut(line: str, room: float, *, bold: bool) -> str:
    """A line that is one long word, or whose dots found no room, is cut."""
    if breadth(line, bold=bold) <= room:
        return line
    kept = line.removesuffix(ELLIPSIS).rstrip()
    if " " in kept:
        return _cut(f"{kept.rpartition(' ')[0]} {ELLIPSIS}", room, bold=bold)
    while kept and breadth(kept + ELLIPSIS, bold=bold) > room:
        kept = kept[:-1]
    return kept + ELLIPSIS
