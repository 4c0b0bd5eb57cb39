"""From published values to tables: rows of plain text, one table a priority area."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportgen.evidence.disclosure import (
    Published,
    PublishedIndicator,
    PublishedTrend,
    PublishedValue,
)
from reportgen.evidence.outline import TableOutline
from reportgen.formats import count_word, counted, listed
from reportgen.pages import slots
from reportgen.pages.sparklines import Sparkline, span, sparkline
from reportgen.periods import same_days
from reportgen.vocabulary import Change, Comparison, Direction, Marker, Trend

_TWO_LINES = 28  # letters in the 26 mm of a history


@dataclass(frozen=True)
class Cell:
    """A number in a column that aligns on the decimal point."""

    number: str
    """As printed; empty where a marker stands for it."""
    markers: str
    """`[u]`, or nothing."""
    limits: str = ""
    """Of its 95% confidence interval: `44.1 to 49.9`, or nothing."""

    @property
    def decimals(self) -> int:
        """Digits after the point: what a shorter number is padded by to align."""
        return len(self.number.partition(".")[2])


@dataclass(frozen=True)
class TableRow:
    """One measure, as a table prints it."""

    id: str
    number: str
    commitment: str
    name: str
    unit: str
    period: str
    value: Cell
    england: Cell
    change: Change
    change_as_published: bool
    comparison: Comparison
    direction: Direction | None
    not_compared: str
    sparkline: Sparkline | None
    history_withheld: bool
    """Whether this audience may not see why there is no sparkline."""
    source: str
    reason: str
    """Why there is no value."""
    trend: PublishedTrend
    """What its whole series shows, printed where there is a sparkline."""

    @property
    def drawn(self) -> str:
        """Letters that take as much room as the sparkline: two lines."""
        return "-" * _TWO_LINES if self.sparkline else ""

    @property
    def told(self) -> str:
        """The words below the sparkline."""
        return self.trend.word.value if self.sparkline else ""


@dataclass(frozen=True)
class MeasureTable:
    """The measures of one priority area, or those that an outline names."""

    id: str
    number: int
    caption: str
    """What it is about and what it holds."""
    commitments: tuple[str, ...]
    """In full, as the columns have room for labels only."""
    shows_unit: bool
    """Whether the measures differ in their unit; else the caption says it."""
    numbered: bool
    """Whether its measures stand on the scorecard, with numbers of their own."""
    rows: tuple[TableRow, ...]
    area: str
    benchmark: str

    @property
    def has_history(self) -> bool:
        """Whether any row has a sparkline."""
        return any(row.sparkline for row in self.rows)

    @property
    def shows_trend(self) -> bool:
        """Whether any history has a trend; else a word in each row says nothing."""
        words = {row.trend.word for row in self.rows if row.sparkline}
        return bool(words - {Trend.NOT_CALCULATED})

    @property
    def folded(self) -> bool:
        """Whether unit and source have no columns of their own.

        A history, or units that differ, need the room of a page. A scorecard stands on
        a wide one, and has all columns.
        """
        return (self.has_history or self.shows_unit) and not self.numbered

    @property
    def origin(self) -> str:
        """The source of all its rows; empty where they differ."""
        sources = {row.source for row in self.rows}
        return sources.pop() if len(sources) == 1 else ""

    @property
    def shows_change(self) -> bool:
        """Whether any row has an earlier value; a column of nothing is left out."""
        nothing = {Change.NO_EARLIER_VALUE, Change.NOT_APPLICABLE}
        return any(row.change not in nothing for row in self.rows)

    @property
    def wide_area(self) -> bool:
        """Whether the area's name or a value needs more than a plain column."""
        widest = _widest([row.value for row in self.rows])
        return _longest(self.area) > 11 or widest > 12  # noqa: PLR2004 (20 mm)

    @property
    def wide_benchmark(self) -> bool:
        """Whether the benchmark's name or a value needs more than a plain column."""
        widest = _widest([row.england for row in self.rows])
        return _longest(self.benchmark) > 7 or widest > 9  # noqa: PLR2004 (13 mm)

    @property
    def decimals(self) -> int:
        """The most digits after the point in its columns of numbers."""
        cells = [cell for row in self.rows for cell in (row.value, row.england)]
        return max((cell.decimals for cell in cells), default=0)


def _longest(name: str) -> int:
    """Letters of its longest word, which must not be broken."""
    return max(map(len, name.split()))


def _widest(cells: Sequence[Cell]) -> int:
    """Letters from the first digit of the longest to the last of the finest."""
    before = max((len(cell.number.partition(".")[0]) for cell in cells), default=0)
    after = max((cell.decimals for cell in cells), default=0)
    return before + (after + 1 if after else 0)


def tabulate(outline: TableOutline, number: int, published: Published) -> MeasureTable:
    """The table of one outline entry."""
    chosen = chosen_for(outline, published)
    numbered = bool(outline.priority_area)
    days = span(chosen)
    units = {one.measure.unit for one in chosen}
    one_unit = not numbered and len(units) == 1
    about = (
        f"{outline.caption} ({units.pop().lower()})" if one_unit else outline.caption
    )
    return MeasureTable(
        id=outline.id,
        number=number,
        caption=f"{about}: {_holds(chosen, published.benchmark)}",
        shows_unit=not one_unit,
        commitments=_commitments(chosen) if numbered else (),
        numbered=numbered,
        rows=tuple(_row(one, sparkline(one, days)) for one in chosen),
        area=published.area,
        benchmark=published.benchmark,
    )


def chosen_for(outline: TableOutline, published: Published) -> list[PublishedIndicator]:
    """The measures of a table: by number, or in the order that the outline names."""
    if outline.measures:
        return [published[measure] for measure in outline.measures]
    area = outline.priority_area
    ones = [
        (one.measure.number, one)
        for one in published.values()
        if one.measure.number is not None and one.measure.priority_area == area
    ]
    return [one for _, one in sorted(ones, key=lambda pair: pair[0])]


def _commitments(chosen: Sequence[PublishedIndicator]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.measure.commitment for one in chosen))


def _holds(chosen: Sequence[PublishedIndicator], benchmark: str) -> str:
    """`seven measures, three compared with England: all higher`."""
    compared = [
        one.comparison
        for one in chosen
        if one.comparison is not Comparison.NOT_COMPARED
    ]
    measures = count_word(len(chosen), "measure")
    if not compared:
        return f"{measures}, none compared with {benchmark}"
    how = outcomes(compared)
    return f"{measures}, {count_word(len(compared))} compared with {benchmark}: {how}"


def outcomes(compared: Sequence[Comparison]) -> str:
    """`both better`, `one better and two similar`, `one worse; one lower, not tested`.

    A word that stands alone is told with its test: captions are read alone too.
    """
    if len(set(compared)) == 1:
        every = {1: "", 2: "both "}.get(len(compared), "all ")
        alike = f"{every}{_word(compared[0])}"
        return alike if compared[0].is_tested else f"{alike}, not tested"
    tested, untested = tallies(compared)
    parts = [tested, f"{untested}, not tested" if untested else ""]
    return "; ".join(part for part in parts if part)


def tallies(compared: Sequence[Comparison]) -> tuple[str, str]:
    """How the tested comparisons came out, and how the others.

    `one better` and `two lower`, in the order of the vocabulary; empty where there is
    none.
    """
    found = [one for one in Comparison if one in compared]
    texts = counted([(compared.count(one), _word(one)) for one in found])
    pairs = list(zip(found, texts, strict=True))
    tested = listed([text for one, text in pairs if one.is_tested])
    return tested, listed([text for one, text in pairs if not one.is_tested])


def _word(one: Comparison) -> str:
    return (
        "the same" if one is Comparison.SAME_UNTESTED else one.value.partition(",")[0]
    )


def _row(one: PublishedIndicator, line: Sparkline | None) -> TableRow:
    measure = one.measure
    return TableRow(
        id=measure.measure,
        number=measure.numeral,
        commitment=measure.commitment_label,
        name=measure.name if measure.number is not None else measure.label,
        unit=measure.unit,
        period=str(one.area.period or "[x]"),
        value=replace(cell(one.area, one), limits=slots.limits(one.area, measure)),
        england=replace(cell(one.england, one), limits=_other_period(one)),
        change=one.change,
        change_as_published=one.change_as_published,
        comparison=one.comparison,
        direction=one.direction,
        not_compared=one.not_compared,
        sparkline=line,
        history_withheld=any(Marker.CONFIDENTIAL in p.markers for p in one.history),
        source=measure.source,
        reason=one.area.reason,
        trend=one.trend,
    )


def _other_period(one: PublishedIndicator) -> str:
    """England's own period where it is not the area's, or they would be compared."""
    theirs = one.england.period
    alike = same_days(one.area.period, theirs)
    return "" if alike or one.england.value is None else str(theirs)


def cell(published: PublishedValue, one: PublishedIndicator) -> Cell:
    """A value and its markers, or the markers that stand for it."""
    value = published.value
    number = "" if value is None else slots.amount(value, one.measure)
    return Cell(number, slots.markers(published))
