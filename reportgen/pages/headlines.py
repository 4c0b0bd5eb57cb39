"""What a figure finds: its headline and the sentence that reads it aloud.

Each kind of figure has a writer; all of them are told only what is drawn.
"""

from collections.abc import Mapping, Sequence

from reportgen.evidence.disclosure import Published
from reportgen.evidence.outline import FigureKind, FigureOutline
from reportgen.formats import count_word, listed, sentence_case
from reportgen.pages import slots
from reportgen.pages.charts import Chart
from reportgen.pages.points import Point
from reportgen.vocabulary import Comparison, Marker

_NAMED = 3  # names that stand in a sentence; all of them are in the alternative
_FEW = 2  # names that stand in a headline; more are counted


def _against(
    chart: Chart, outline: FigureOutline, published: Published
) -> tuple[str, str]:
    verb = "are" if outline.plural else "is"
    benchmark = published.benchmark
    groups = _directions(chart.points)
    if not groups:
        return f"{outline.topic} in {published.area}", _values(chart, published)
    total = len(chart.points) + len(chart.absent)
    ranked = sorted(groups.items(), key=lambda item: -len(item[1]))
    parts = [
        f"{_than(word, '' if position else benchmark)} for "
        + _share(points, total, outline, named=position > 0)
        for position, (word, points) in enumerate(ranked)
    ]
    return f"{outline.topic} {verb} {listed(parts)}", _widest_gap(groups, published)


def _than(word: str, benchmark: str) -> str:
    if word == "same":
        return f"the same as in {benchmark}" if benchmark else "the same"
    return f"{word} than in {benchmark}" if benchmark else word


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
    """`all three kinds of offence`, `three of four groups`, or the names themselves.

    The total counts what the figure is about, shown or not: two of three groups are
    not "both groups" because the third is withheld.
    """
    count = len(points)
    if count == total > 1:
        return f"{every(total)} {outline.subjects}"
    if total <= _FEW or (named and count <= _FEW):
        return listed([inside(point.label) for point in points])
    return f"{count_word(count)} of {count_word(total)} {outline.subjects}"


def every(total: int) -> str:
    """`both`, `all three`: "all two" is not English."""
    return "both" if total == 2 else f"all {count_word(total)}"  # noqa: PLR2004 (both)


def inside(label: str) -> str:
    """A label inside a sentence: no capital, unless it is an abbreviation."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _values(chart: Chart, published: Published) -> str:
    """Every value of a few; of more, the highest and the lowest."""
    points = chart.points
    if len(points) > _NAMED:
        ends = f"{_named(points[0])} down to {_named(points[-1])}"
        return f"The {count_word(len(points))} values range from {ends}."
    return sentence_case("; ".join(_beside(p, published) for p in points)) + "."


def _beside(point: Point, published: Published) -> str:
    """`group A: 36.4% in Testshire, 38.0% in England`."""
    text = f"{inside(point.label)}: {full(point)} in {published.area}"
    if point.england is None:
        return text
    return f"{text}, {full_england(point)} in {published.benchmark}"


def full(point: Point) -> str:
    """The area's value with its unit; a doubt is said, the rest is in the subtitle."""
    doubt = f" {Marker.UNVERIFIED.printed}" if point.unverified else ""
    return slots.bare(point.indicator.area, point.indicator.measure) + doubt


def full_england(point: Point) -> str:
    """England's value with its unit."""
    return slots.bare(point.indicator.england, point.indicator.measure)


def _widest_gap(groups: Mapping[str, Sequence[Point]], published: Published) -> str:
    """Of the points that were compared, the one that stands furthest from England."""
    compared = [point for points in groups.values() for point in points]
    if len(compared) == 1:
        return sentence_case(_beside(compared[0], published)) + "."
    if set(groups) == {"same"}:
        return "No value differs from the one it is compared with."
    widest = max(compared, key=lambda p: abs(p.value - (p.england or 0.0)))
    return f"The widest gap is for {_beside(widest, published)}."


def _relative(
    chart: Chart, outline: FigureOutline, published: Published
) -> tuple[str, str]:
    """How many measures stand above England, how many below, and the furthest."""
    area, benchmark = published.area, published.benchmark
    groups = _directions(chart.points)
    total = sum(len(points) for points in groups.values())
    if not total:
        headline = f"{outline.topic}: {area} beside {benchmark}, not compared"
        return headline, _values(chart, published)
    first, *rest = sorted(groups, key=["higher", "lower", "same"].index)
    headline = f"{area} is {_than_place(first, benchmark)} on "
    headline += _on(len(groups[first]), total)
    for word in rest:
        tail = "the same" if word == "same" else word
        headline += f", {tail} on {count_word(len(groups[word]))}"
    return headline, _extremes(groups, benchmark)


def _than_place(word: str, benchmark: str) -> str:
    return f"the same as {benchmark}" if word == "same" else f"{word} than {benchmark}"


def _on(count: int, total: int) -> str:
    """`all three comparable measures`, `10 of 18 comparable measures`."""
    if total == 1:
        return "the one comparable measure"
    if count == total:
        return f"{every(total)} comparable measures"
    return f"{count_word(count)} of {count_word(total)} comparable measures"


def _extremes(groups: Mapping[str, Sequence[Point]], benchmark: str) -> str:
    """The points furthest above and below England, where there are any."""
    parts = []
    if "higher" in groups:
        top = max(groups["higher"], key=lambda point: point.value)
        parts.append(f"Furthest above {benchmark}: {_pair(top)}.")
    if "lower" in groups:
        low = min(groups["lower"], key=lambda point: point.value)
        parts.append(f"Furthest below: {_pair(low)}.")
        if len(parts) == 1:
            parts = [f"Furthest below {benchmark}: {_pair(low)}."]
    return " ".join(parts) or "No value differs from the one it is compared with."


def _pair(point: Point) -> str:
    return f"{inside(point.label)} ({full(point)} against {full_england(point)})"


def _amounts(
    chart: Chart, outline: FigureOutline, published: Published
) -> tuple[str, str]:
    """Which is the largest and which the smallest; none where all are alike."""
    points, subject = chart.points, outline.subject
    top, bottom = points[0], points[-1]
    if len(points) == 1:
        headline = f"{outline.topic}: {inside(top.label)}, {full(top)}"
        return headline, _values(chart, published)
    if top.value == bottom.value:
        alike = f"{every(len(points))} {outline.subjects} have the same value"
        return f"{outline.topic}: {alike}, {full(top)}", sentence_case(alike) + "."
    two = len(points) == 2  # noqa: PLR2004 (of two, one is the larger)
    largest, smallest = ("larger", "smaller") if two else ("largest", "smallest")
    leaders = [p for p in points if p.value == top.value]
    names = listed([inside(p.label) for p in leaders])
    last = f"the {smallest} is {_named(bottom)}"
    if sum(p.value == bottom.value for p in points) > 1:
        last = f"the {smallest} value is {full(bottom)}"
    if len(leaders) > 1:
        most = f"the {largest} {outline.subjects} are {names}, each with {full(top)}"
        return f"{outline.topic}: {most}", f"{sentence_case(most)}; {last}."
    headline = f"{outline.topic}: the {largest} {subject} is {names}, with {full(top)}"
    return headline, _in_order(chart, subject, largest, last)


def _in_order(chart: Chart, subject: str, largest: str, last: str) -> str:
    """`The largest group is a (805), followed by b (475); the smallest is c (2)`."""
    middle = [_named(point) for point in chart.points[1:-1]][:_NAMED]
    followed = f", followed by {listed(middle)}" if middle else ""
    return f"The {largest} {subject} is {_named(chart.points[0])}{followed}; {last}."


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
    is_total = total.indicator.measure.measure == first
    label = "" if is_total else f", {inside(total.label)},"
    headline = f"{outline.topic}{label} {_moved(total)}{since}"
    if total.england is not None:
        england = _unsigned(full_england(total), total.england, total.value)
        headline += f", against {england} in {published.benchmark}"
    rest = [point for point in chart.points if point is not total]
    return headline, _movements(rest, outline)


def _movements(rest: Sequence[Point], outline: FigureOutline) -> str:
    """How many of the other points rose and fell, without those in doubt."""
    sound = [point for point in rest if not point.unverified]
    if not sound:
        return ""
    if len(sound) == 1:
        return f"{sentence_case(sound[0].label)} {_moved(sound[0])}."
    rises = [point for point in sound if point.value > 0]
    falls = [point for point in reversed(sound) if point.value < 0]
    still = len(sound) - len(rises) - len(falls)
    parts = [_most(rises, "rose"), _most(falls, "fell")]
    parts.append(f"{count_word(still)} did not change" if still else "")
    among = f"Of the {count_word(len(sound))} other {outline.subjects}"
    doubt = " whose values are not in doubt" if len(sound) < len(rest) else ""
    return f"{among}{doubt}, {listed([part for part in parts if part])}."


def _most(points: Sequence[Point], verb: str) -> str:
    """`one fell (opiates, −11.4%)`, `three rose (most of all males, +8%)`."""
    if not points:
        return ""
    most = "most of all " if len(points) > 1 else ""
    name = inside(points[0].label)
    return f"{count_word(len(points))} {verb} ({most}{name}, {full(points[0])})"


def _moved(point: Point) -> str:
    if point.value == 0:
        return "did not change"
    size = full(point).lstrip("+\u2212")
    return f"{'rose' if point.value > 0 else 'fell'} by {size}"


def _unsigned(text: str, value: float, other: float) -> str:
    """Without its sign where both move the same way, so that the verb says it."""
    return text.lstrip("+\u2212") if value * other > 0 else text


def _named(point: Point) -> str:
    return f"{inside(point.label)} ({full(point)})"


WRITERS = {
    FigureKind.AGAINST_ENGLAND: _against,
    FigureKind.RELATIVE_TO_ENGLAND: _relative,
    FigureKind.AMOUNTS: _amounts,
    FigureKind.CHANGES: _changes,
}
