"""The words of figures of invented measures, which are told in a few letters."""

from invented import indicator, outline, published

from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.evidence.outline import FigureKind
from reportgen.pages.charts import draw
from reportgen.pages.readings import Reading, read

AGAINST, AMOUNTS = FigureKind.AGAINST_ENGLAND, FigureKind.AMOUNTS
CHANGES, RELATIVE = FigureKind.CHANGES, FigureKind.RELATIVE_TO_ENGLAND
SINCE = FigureKind.CHANGE_SINCE


def reading(kind: FigureKind, *ones: PublishedIndicator, **fields: object) -> Reading:
    """The words of a figure of these measures."""
    held = published(*ones)
    figure = outline(kind, held, **fields)
    return read(draw(figure, held), figure, held)


def pairs(*values: str) -> list[PublishedIndicator]:
    """`5/4` as a measure with 5 here and 4 in England; names by position."""
    names = ("alcohol", "crack", "opiates", "spice", "cannabis")
    split = [one.split("/") for one in values]
    return [
        indicator(name, area or None, england or None)
        for name, (area, england) in zip(names, split, strict=False)
    ]


def measured(*values: str, polarity: str = "no judgement") -> list[PublishedIndicator]:
    """`45 40-50/30`: 45 here, with its interval, and 30 in England."""
    names = ("alcohol", "crack", "opiates", "spice", "cannabis")
    found = []
    for name, text in zip(names, values, strict=False):
        ours, _, england = text.partition("/")
        area, _, limits = ours.partition(" ")
        lower, _, upper = limits.partition("-")
        interval = (float(lower), float(upper)) if limits else None
        one = indicator(
            name, area, england or None, interval=interval, polarity=polarity
        )
        found.append(one)
    return found


HIGHER, LOWER, SIMILAR = "45 40-50/30", "45 40-50/60", "45 40-50/48"
