"""What a figure says, in words: headline, reading and text alternative.

All three come from the values that are drawn, never from an author, so that a
drawing and its words cannot disagree.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.evidence.disclosure import Published, PublishedIndicator
from reportgen.evidence.outline import FigureKind, FigureOutline
from reportgen.formats import count_word, listed, sentence_case
from reportgen.pages import slots
from reportgen.pages.charts import Chart, Point
from reportgen.vocabulary import Comparison, Marker

_EVERY = {2: "both"}  # "all two" is not English


@dataclass(frozen=True)
class Reading:
    """The words of one figure."""

    headline: str
    """The finding, as a title."""
    subtitle: str
    """Statistical: area, period, unit, whether tested."""
    sentence: str
    """Reads the drawing aloud."""
    alternative: str
    """What the drawing shows, for whoever does not see it: every value."""


def read(chart: Chart, outline: FigureOutline, published: Published) -> Reading:
    """The words of a figure; a figure without a point says so."""
    if not chart.points:
        none = f"{outline.topic}: no value to show"
        return Reading(none, _subtitle(chart, outline, published), _absent(chart), none)
    headline, sentence = _WRITERS[chart.kind](chart, outline, published)
    extra = [text for text in (_doubts(chart), _absent(chart)) if text]
    return Reading(
        headline=headline,
        subtitle=_subtitle(chart, outline, published),
        sentence=" ".join([sentence, *extra]),
        alternative=_alternative(chart, outline, published),
    )


# --- Headlines and sentences, one pair for each kind -------------------------------


def _against(
    chart: Chart, outline: FigureOutline, published: Published
) -> tuple[str, str]:
    verb = "are" if outline.plural else "is"
    benchmark = published.benchmark
    groups = _directions(chart.points)
    compared = sum(len(points) for points in groups.values())
    if not compared:
        return f"{outline.topic} in {published.area}", _values(chart)
    ranked = sorted(groups.items(), key=lambda item: -len(item[1]))
    parts = [
        f"{_than(word, benchmark if not position else '')} for "
        + _share(points, compared, outline, named=position > 0)
        for position, (word, points) in enumerate(ranked)
    ]
    return f"{outline.topic} {verb} {listed(parts)}", _widest_gap(chart, published)


def _than(word: str, benchmark: str) -> str:
    if word == "same":
        return f"the same as {benchmark}" if benchmark else "the same"
    return f"{word} than {benchmark}" if benchmark else word


def _directions(points: Sequence[Point]) -> dict[str, list[Point]]:
    """Points that the evidence compared with England, by higher, lower or same."""
    groups: dict[str, list[Point]] = {}
    for point in points:
        comparison = point.indicator.comparison
        if comparison is not Comparison.NOT_COMPARED:
            word = comparison.value.partition(",")[0]
            groups.setdefault(word, []).append(point)
    return groups


def _share(
    points: Sequence[Point], total: int, outline: FigureOutline, *, named: bool
) -> str:
    """`all three kinds of offence`, `three of four groups`, or the names themselves."""
    count = len(points)
    if count == total > 1:
        return f"{_EVERY.get(total, 'all ' + count_word(total))} {outline.subjects}"
    if total == 1 or (named and count <= 2):  # noqa: PLR2004 (more is a list)
        return listed([_inside(point.label) for point in points])
    noun = outline.subject if total == 1 else outline.subjects
    return f"{count_word(count)} of {count_word(total)} {noun}"


def _inside(label: str) -> str:
    """A label inside a sentence: no capital, unless it is an abbreviation."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _values(chart: Chart) -> str:
    parts = [f"{_inside(p.label)} {_full(p)}" for p in chart.points]
    return sentence_case(listed(parts)) + "."


def _full(point: Point) -> str:
    """The area's value with its unit; a doubt is said, the rest is in the subtitle."""
    doubt = f" {Marker.UNVERIFIED.printed}" if point.unverified else ""
    return slots.bare(point.indicator.area, point.indicator.measure) + doubt


def _full_england(point: Point) -> str:
    return slots.bare(point.indicator.england, point.indicator.measure)


def _widest_gap(chart: Chart, published: Published) -> str:
    both = [p for p in chart.points if p.england is not None]
    widest = max(both, key=lambda p: abs(p.value - (p.england or 0.0)))
    among = "The widest gap is for " if len(both) > 1 else "For "
    joint = ":" if len(both) > 1 else ","
    return (
        f"{among}{_inside(widest.label)}{joint} {_full(widest)} in {published.area}, "
        f"{_full_england(widest)} in {published.benchmark}."
    )


def _relative(
    chart: Chart, outline: FigureOutline, published: Published
) -> tuple[str, str]:
    area, benchmark = published.area, published.benchmark
    higher = [p for p in chart.points if p.value > 100]  # noqa: PLR2004 (England)
    lower = [p for p in chart.points if p.value < 100]  # noqa: PLR2004 (England)
    noun = "measure" if len(chart.points) == 1 else "measures"
    headline = (
        f"{area} is higher than {benchmark} on {count_word(len(higher))} of "
        f"{count_word(len(chart.points))} comparable {noun}, lower on "
        f"{count_word(len(lower))}"
    )
    top, bottom = chart.points[0], chart.points[-1]
    sentence = (
        f"Furthest above {benchmark}: {_pair(top, published)}. "
        f"Furthest below: {_pair(bottom, published)}."
    )
    if not higher or not lower or len(chart.points) == 1:
        sentence = f"Furthest from {benchmark}: {_pair(_furthest(chart), published)}."
    return headline, sentence


def _furthest(chart: Chart) -> Point:
    return max(chart.points, key=lambda point: abs(point.value - 100))


def _pair(point: Point, published: Published) -> str:
    return (
        f"{_inside(point.label)}, {_full(point)} against {_full_england(point)} in "
        f"{published.benchmark}"
    )


def _amounts(
    chart: Chart, outline: FigureOutline, published: Published
) -> tuple[str, str]:
    top, bottom = chart.points[0], chart.points[-1]
    name = _inside(top.label)
    headline = f"{outline.topic}: the largest {outline.subject} is {name}, {_full(top)}"
    if len(chart.points) == 1:
        return f"{outline.topic}: {name}, {_full(top)}", _values(chart)
    middle = [f"{_inside(p.label)} {_full(p)}" for p in chart.points[1:-1]]
    joined = f", followed by {listed(middle)}" if middle else ""
    sentence = (
        f"{sentence_case(name)} is the largest {outline.subject} with {_full(top)}"
        f"{joined}; {_inside(bottom.label)} is the smallest with {_full(bottom)}."
    )
    return headline, sentence


def _changes(
    chart: Chart, outline: FigureOutline, published: Published
) -> tuple[str, str]:
    """The first measure of the outline is the total that opens the headline."""
    first = outline.measures[0] if outline.measures else ""
    total = next(
        (p for p in chart.points if p.indicator.measure.measure == first),
        chart.points[0],
    )
    baseline = total.indicator.measure.baseline
    since = f" since {baseline.spoken}" if baseline else ""
    label = "" if total.indicator.measure.measure == first else f", {total.label},"
    headline = f"{outline.topic}{label} {_moved(total)}{since}"
    if total.england is not None:
        england = _unsigned(_full_england(total), total.england, total.value)
        headline += f", against {england} in {published.benchmark}"
    rest = [p for p in chart.points if p is not total]
    falls = [p for p in rest if p.value < 0 and not p.unverified]
    rises = [p for p in rest if p.value > 0 and not p.unverified]
    parts = []
    if rises:
        parts.append(f"the largest rise is for {_named(rises[0])}")
    if falls:
        parts.append(f"the largest fall is for {_named(falls[-1])}")
    among = "Of the values not in doubt, " if any(p.unverified for p in rest) else ""
    return headline, sentence_case(among + " and ".join(parts)) + "." if parts else ""


def _moved(point: Point) -> str:
    if point.value == 0:
        return "did not change"
    size = _full(point).lstrip("+\u2212")
    return f"{'rose' if point.value > 0 else 'fell'} by {size}"


def _unsigned(text: str, value: float, other: float) -> str:
    """Without its sign where both move the same way, so that the verb says it."""
    return text.lstrip("+\u2212") if value * other > 0 else text


def _named(point: Point) -> str:
    return f"{_inside(point.label)} ({_full(point)})"


_WRITERS = {
    FigureKind.AGAINST_ENGLAND: _against,
    FigureKind.RELATIVE_TO_ENGLAND: _relative,
    FigureKind.AMOUNTS: _amounts,
    FigureKind.CHANGES: _changes,
}

# --- Subtitles, doubts and alternatives --------------------------------------------


def _subtitle(chart: Chart, outline: FigureOutline, published: Published) -> str:
    unit = outline.unit.format(short_name=published.area, benchmark=published.benchmark)
    both = f"{published.area} and {published.benchmark}"
    places = {FigureKind.AMOUNTS: published.area, FigureKind.RELATIVE_TO_ENGLAND: ""}
    parts = [sentence_case(unit), places.get(chart.kind, both), _periods(chart)]
    if all(Marker.PROVISIONAL in p.indicator.area.markers for p in chart.points):
        parts.append("provisional" if chart.points else "")
    if chart.kind is not FigureKind.AMOUNTS:
        parts.append("comparison not tested")
    return ", ".join(part for part in parts if part)


def _periods(chart: Chart) -> str:
    """One period, or that they differ; a change names its baseline too."""
    found = dict.fromkeys(str(p.indicator.area.period) for p in chart.points)
    bases = {
        p.indicator.measure.baseline.spoken
        for p in chart.points
        if p.indicator.measure.baseline
    }
    if len(found) != 1:
        return "latest period of each measure" if found else ""
    last = chart.points[0].indicator.area.period
    spoken = last.spoken if last else ""
    if chart.kind is FigureKind.CHANGES and len(bases) == 1:
        return f"{bases.pop()} to {spoken}"
    return spoken


def _doubts(chart: Chart) -> str:
    count = sum(point.unverified for point in chart.points)
    if not count:
        return ""
    verb = "is" if count == 1 else "are"
    value = "value" if len(chart.points) == 1 else "values"
    return (
        f"Hollow dots marked [u]: {count_word(count)} of "
        f"{count_word(len(chart.points))} {value} {verb} unverified."
    )


def _absent(chart: Chart) -> str:
    if not chart.absent:
        return ""
    names = [_inside(one.measure.label) for one in chart.absent]
    reasons = dict.fromkeys(_why(one) for one in chart.absent)
    return f"Not shown: {listed(names)} ({'; '.join(reasons)})."


def _why(one: PublishedIndicator) -> str:
    return one.area.reason or one.not_compared or "no value"


def _alternative(chart: Chart, outline: FigureOutline, published: Published) -> str:
    kind = "Bar chart" if chart.kind is FigureKind.AMOUNTS else "Dot plot"
    count = count_word(len(chart.points), outline.subject, outline.subjects)
    ranked = ", highest first" if len(chart.points) > 1 else ""
    opening = f"{kind} of {count}{ranked}."
    lines = [_line(point, published) for point in chart.points]
    return f"{opening} {'; '.join(lines)}."


def _line(point: Point, published: Published) -> str:
    text = f"{point.label}: {published.area} {_full(point)}"
    if point.england_printed:
        text += f", {published.benchmark} {_full_england(point)}"
    return text
