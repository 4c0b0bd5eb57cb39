"""What a figure of changes finds: its headline and its sentence.

A change is told as a rise or a fall, and never as good or bad.
"""

from collections.abc import Sequence

from reportgen.evidence.disclosure import Published
from reportgen.evidence.outline import FigureOutline
from reportgen.formats import count_word, listed, sentence_case
from reportgen.pages import slots, spoken
from reportgen.pages.charts import Chart
from reportgen.pages.phrases import (
    NAMED,
    change,
    change_england,
    every,
    inside,
    name,
    rest,
    share,
    size,
    way,
)
from reportgen.pages.points import Point
from reportgen.periods import Period, PeriodType
from reportgen.vocabulary import Marker


def changes(
    chart: Chart, outline: FigureOutline, published: Published
) -> tuple[str, str]:
    """The first measure of the outline is the total that opens the headline."""
    first = outline.measures[0] if outline.measures else ""
    whole = next(
        (p for p in chart.points if p.indicator.measure.measure == first),
        chart.points[0],
    )
    baseline = outline.baseline or whole.indicator.measure.baseline
    after = f" since {_then(baseline)}" if baseline else ""
    is_total = whole.indicator.measure.measure == first
    label = "" if is_total else f", {name(whole)},"
    headline = f"{outline.topic}{label} {_moved(whole)}{after}"
    if whole.england is not None:
        headline += f", against {_of_england(whole)} in {published.benchmark}"
    others = [point for point in chart.points if point is not whole]
    return headline, _movements(others, outline)


def since(
    chart: Chart, outline: FigureOutline, published: Published
) -> tuple[str, str]:
    """How many rose and fell since the baseline, and which the most."""
    points, baseline = chart.points, outline.baseline
    if points[0].total or len(outline.measures) == 1 or baseline is None:
        headline, sentence = changes(chart, outline, published)
        return headline, f"{_from_to(points[0])} {sentence}".strip()
    rises, falls, still = _sorted(points)
    total = len(points) + len(chart.absent) + chart.left_out
    parts = [
        _of_all(moved, verb, total, outline)
        for moved, verb in ((rises, "rose"), (falls, "fell"), (still, "did not change"))
        if moved
    ]
    joined = listed(parts) if len(parts) < 3 else "; ".join(parts)  # noqa: PLR2004 (three)
    headline = f"Since {_then(baseline)}, {inside(outline.topic)} {joined}"
    headline += rest(chart.left_out, "is not drawn", "are not drawn")
    headline += _unknown(chart)
    return headline, _furthest(rises, falls, still, published)


def _unknown(chart: Chart) -> str:
    """`; not known for crack`, `; not known for four`: what has no change to tell."""
    labels = [inside(one.measure.label) for one in chart.absent]
    if not labels:
        return ""
    few = len(labels) < NAMED
    return f"; not known for {listed(labels) if few else count_word(len(labels))}"


def _then(baseline: Period) -> str:
    """`2019/20`, `the 12 months to March 2022`: what a change is told since."""
    the = "the " if baseline.kind is PeriodType.ROLLING_MONTHS else ""
    return f"{the}{spoken.period(baseline)}"


def _of_england(point: Point) -> str:
    """England's change: its size alone where it goes the same way as the area's."""
    printed, theirs = change_england(point), point.england or 0.0
    if theirs * point.value > 0:
        return size(printed)
    if not theirs:
        return "no change"
    return f"a {'rise' if theirs > 0 else 'fall'} of {size(printed)}"


def _from_to(point: Point) -> str:
    """The two values that a change was worked out from."""
    moved, of = point.movement, point.indicator.measure
    if moved is None:
        return ""
    start, end = (
        f"{slots.bare(held, of)} {spoken.when(held.period) if held.period else ''}"
        for held in (moved.start, moved.end)
    )
    return f"The value was {start} and {end}."


def _sorted(
    points: Sequence[Point],
) -> tuple[list[Point], list[Point], list[Point]]:
    """Rises and falls, the largest of each first, and what stayed as it was."""
    rises = sorted((p for p in points if p.value > 0), key=lambda p: -p.value)
    falls = sorted((p for p in points if p.value < 0), key=lambda p: p.value)
    return rises, falls, [p for p in points if p.value == 0]


def _of_all(
    points: Sequence[Point], verb: str, total: int, outline: FigureOutline
) -> str:
    """`rose for three of four groups, most of all for alcohol (by 42%)`."""
    if len(points) == 1:
        far = f" ({_by(points[0])})" if points[0].value else ""
        return f"{verb} for {name(points[0])}{far}"
    text = f"{verb} for {share(points, total, outline, named=False)}"
    if not points[0].value:
        return text
    if points[0].printed == points[-1].printed:
        return f"{text}, {_by(points[0])} each"
    most = "more" if len(points) == 2 else "most of all"  # noqa: PLR2004 (of two)
    return f"{text}, {most} for {name(points[0])} ({_by(points[0])})"


def _by(point: Point) -> str:
    """`by 42%`; the verb before it says which way."""
    return f"by {size(change(point))}"


def _beside(point: Point, published: Published) -> str:
    """`alcohol: up 42% in Testshire, down 1% in England`."""
    text = f"{name(point)}: {way(change(point), point.value)} in {published.area}"
    if point.england is None:
        return text
    theirs = way(change_england(point), point.england)
    return f"{text}, {theirs} in {published.benchmark}"


def _furthest(
    rises: Sequence[Point],
    falls: Sequence[Point],
    still: Sequence[Point],
    published: Published,
) -> str:
    """Every change of a few; of more, the largest rise and the largest fall."""
    if len(rises) + len(falls) + len(still) <= NAMED:
        told = [
            _beside(point, published) for point in (*rises, *still, *reversed(falls))
        ]
        return sentence_case("; ".join(told)) + "."
    parts = []
    for moved, word in ((rises, "rise"), (falls, "fall")):
        if moved:
            which = "largest" if len(moved) > 1 else "only"
            parts.append(f"The {which} {word} is for {_beside(moved[0], published)}.")
    return " ".join(parts) or "Nothing has changed."


def _movements(rest: Sequence[Point], outline: FigureOutline) -> str:
    """How many of the other points rose and fell, without those in doubt."""
    sound = [point for point in rest if not point.unverified]
    if not sound:
        return ""
    if len(sound) == 1:
        return f"{sentence_case(name(sound[0]))} {_moved(sound[0])}."
    rises, falls, still = _sorted(sound)
    doubt = " whose values are not in doubt" if len(sound) < len(rest) else ""
    others = f"other {outline.subjects}{doubt}"
    told = [(rises, "rose"), (falls, "fell"), (still, "did not change")]
    parts = [(moved, verb) for moved, verb in told if moved]
    if len(parts) == 1:
        text = f"{every(len(sound))} {others} {parts[0][1]}{_most(parts[0][0])}."
        return sentence_case(text)
    counts = [f"{count_word(len(m))} {verb}{_most(m)}" for m, verb in parts]
    return f"Of the {count_word(len(sound))} {others}, {listed(counts)}."


def _most(points: Sequence[Point]) -> str:
    """` (opiates, by 11.4%)`, ` (most of all males, by 8%)`; nothing of no change."""
    if not points[0].value:
        return ""
    most = "most of all " if len(points) > 1 else ""
    return f" ({most}{name(points[0])}, {_by(points[0])})"


def _moved(point: Point) -> str:
    doubt = f" ({spoken.WORDS[Marker.UNVERIFIED]})" if point.unverified else ""
    if point.value == 0:
        return f"did not change{doubt}"
    return f"{'rose' if point.value > 0 else 'fell'} {_by(point)}{doubt}"
