"""The signs that a report prints, for "How to read": nobody reads about others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportgen.evidence.disclosure import Published, PublishedIndicator
from reportgen.evidence.outline import FigureKind, FigureOutline
from reportgen.pages.narrative import MentionKind, Narrative
from reportgen.pages.points import chosen
from reportgen.pages.smallnumbers import NO_RULES, SmallNumbers
from reportgen.pages.tables import MeasureTable, TableRow
from reportgen.pages.trendkey import TrendKey, trend_key
from reportgen.periods import Period, PeriodType
from reportgen.vocabulary import Change, Comparison, Direction, Marker, Method

_CLEAR = 12  # values: in a line 26 mm wide more cannot be told apart
_BESIDE_ENGLAND = {
    FigureKind.AGAINST_ENGLAND,
    FigureKind.RELATIVE_TO_ENGLAND,
    FigureKind.CHANGES,
}


@dataclass(frozen=True)
class Compared:
    """A comparison as it is printed: better may be higher here, and lower there."""

    comparison: Comparison
    direction: Direction | None

    @property
    def good(self) -> Direction | None:
        """Which way is good; None where nobody judges."""
        if not self.comparison.is_judged or self.direction is None:
            return None
        ways = {Direction.HIGHER, Direction.LOWER} - {self.direction}
        return self.direction if self.comparison is Comparison.BETTER else ways.pop()


@dataclass(frozen=True)
class Key:
    """Only those signs that stand in the report, for "How to read"."""

    changes: tuple[Change, ...]
    as_published: bool
    """Whether a direction is the source's."""
    comparisons: tuple[Compared, ...]
    methods: tuple[Method, ...]
    """Of the intervals that are printed or drawn; none where none is."""
    interval: str
    """A value of a table with its interval, as printed; empty where there is none."""
    markers: tuple[Marker, ...]
    periods: tuple[Period, ...]
    """One of each kind."""
    example: TableRow | None
    """A row with a sparkline: one with a gap, if any; long, and still easy to see."""
    trends: TrendKey
    small: SmallNumbers = NO_RULES

    @property
    def tests(self) -> bool:
        """Whether any comparison was tested."""
        return any(one.comparison.is_tested for one in self.comparisons)

    @property
    def has_history(self) -> bool:
        """Whether there are sparklines."""
        return self.example is not None


def key(
    used: Sequence[PublishedIndicator],
    tables: Sequence[MeasureTable],
    compared: Sequence[PublishedIndicator] = (),
    trends: Sequence[PublishedIndicator] = (),
) -> Key:
    """The signs that a report prints.

    Args:
        used: the measures that it shows.
        tables: its tables, which print changes and histories where there are any.
        compared: measures whose comparison is told outside tables.
        trends: measures whose trend is told outside tables.
    """
    rows = [row for table in tables for row in table.rows]
    changes = {
        row.change for table in tables if table.shows_change for row in table.rows
    }
    markers = {mark for one in used for mark in _marks(one)}
    if not any(one.area.value is None for one in used) and not tables:
        markers.discard(Marker.NOT_AVAILABLE)
    return Key(
        changes=tuple(change for change in Change if change in changes),
        as_published=any(row.change_as_published for row in rows) and bool(changes),
        comparisons=_comparisons([*rows, *compared]),
        methods=_methods(used),
        interval=_interval(rows),
        markers=tuple(marker for marker in Marker if marker in markers),
        periods=_examples(one.area.period for one in used),
        example=_example(rows),
        trends=trend_key(used, tables, trends),
    )


def _marks(one: PublishedIndicator) -> Iterable[Marker]:
    """Those of its latest values, and of the earlier ones that a line goes through.

    A gap counts too: a trend says why it is there.
    """
    drawn = one.history if one.has_history else ()
    earlier = (mark for point in drawn for mark in point.markers)
    return (*one.area.markers, *one.england.markers, *earlier)


def _comparisons(
    told: Sequence[TableRow | PublishedIndicator],
) -> tuple[Compared, ...]:
    """Each once, in the order of the vocabulary, higher before lower."""
    found = {(one.comparison, one.direction) for one in told}
    pairs = [(one, way) for one in Comparison for way in (*Direction, None)]
    return tuple(Compared(*pair) for pair in pairs if pair in found)


def _methods(used: Sequence[PublishedIndicator]) -> tuple[Method, ...]:
    found = {one.area.interval.method for one in used if one.area.interval}
    return tuple(method for method in Method if method in found)


def _interval(rows: Sequence[TableRow]) -> str:
    cells = [row.value for row in rows if row.value.limits]
    return f"{cells[0].number} ({cells[0].limits})" if cells else ""


def _example(rows: Sequence[TableRow]) -> TableRow | None:
    drawn = [row for row in rows if row.sparkline]
    gaps = [row for row in drawn if row.sparkline and not row.sparkline.whole]
    return max(gaps or drawn, key=_clear, default=None)


def _clear(row: TableRow) -> int:
    """The longer the better, until its values can no longer be told apart."""
    values = row.sparkline.values if row.sparkline else 0
    return values if values <= _CLEAR else -values


def _examples(periods: Iterable[Period | None]) -> tuple[Period, ...]:
    """The first period of each kind, in the order of the kinds."""
    first: dict[PeriodType, Period] = {}
    for period in periods:
        if period is not None:
            first.setdefault(period.kind, period)
    return tuple(first[kind] for kind in PeriodType if kind in first)


def told_in_words(
    published: Published,
    key_figures: Sequence[str],
    figures: Iterable[FigureOutline],
    narratives: Iterable[Narrative],
) -> list[PublishedIndicator]:
    """The measures whose comparison is told outside tables.

    On the first page and in figures that stand beside England, where there is one;
    and in slots, which also say why there is none.
    """
    told = [published[measure] for measure in key_figures]
    for figure in figures:
        if figure.kind in _BESIDE_ENGLAND:
            told += chosen(figure, published)
    slots = _in_slots(published, narratives, "comparison")
    return [*(one for one in told if one.direction), *slots]


def trends_in_words(
    published: Published,
    figures: Iterable[FigureOutline],
    narratives: Iterable[Narrative],
) -> list[PublishedIndicator]:
    """The measures whose trend is told outside tables: in their own figure, in slots.

    A figure tells one that was calculated; a slot also says that there is none.
    """
    drawn = [
        published[measure]
        for figure in figures
        if figure.kind is FigureKind.TREND
        for measure in figure.measures
    ]
    slots = _in_slots(published, narratives, "trend")
    return [*(one for one in drawn if one.trend.word.is_calculated), *slots]


def _in_slots(
    published: Published, narratives: Iterable[Narrative], part: str
) -> list[PublishedIndicator]:
    """The measures of which a slot tells this part."""
    return [
        published[measure]
        for narrative in narratives
        for mention in narrative.mentions
        if mention.kind is MentionKind.SLOT
        for measure, told in mention.targets
        if told == part
    ]
