"""From published values to tables: rows of plain text, one table a priority area."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.evidence.disclosure import (
    Published,
    PublishedIndicator,
    PublishedValue,
)
from reportgen.evidence.outline import TableOutline
from reportgen.formats import count_word, counted, listed
from reportgen.pages import slots
from reportgen.pages.sparklines import Sparkline, span, sparkline
from reportgen.vocabulary import Change, Comparison


@dataclass(frozen=True)
class Cell:
    """A number in a column that aligns on the decimal point."""

    number: str
    """As printed; empty where a marker stands for it."""
    markers: str
    """`[u]`, or nothing."""

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
    not_compared: str
    sparkline: Sparkline | None
    source: str
    reason: str
    """Why there is no value."""


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
    def shows_change(self) -> bool:
        """Whether any row has an earlier value; a column of nothing is left out."""
        return any(row.change is not Change.NO_EARLIER_VALUE for row in self.rows)

    @property
    def decimals(self) -> int:
        """The most digits after the point in its columns of numbers."""
        cells = [cell for row in self.rows for cell in (row.value, row.england)]
        return max((cell.decimals for cell in cells), default=0)


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
    words = [
        _DIRECTIONS[one.comparison]
        for one in chosen
        if one.comparison is not Comparison.NOT_COMPARED
    ]
    measures = count_word(len(chosen), "measure")
    if not words:
        return f"{measures}, none compared with {benchmark}"
    counts = Counter(words)
    if len(counts) == 1:
        every = {1: "", 2: "both "}.get(len(words), "all ")
        how = f"{every}{words[0]}"
    else:
        how = listed(counted([(counts[word], word) for word in sorted(counts)]))
    return f"{measures}, {count_word(len(words))} compared with {benchmark}: {how}"


_DIRECTIONS = {
    Comparison.HIGHER: "higher",
    Comparison.LOWER: "lower",
    Comparison.SAME: "the same",
}


def _row(one: PublishedIndicator, line: Sparkline | None) -> TableRow:
    measure = one.measure
    return TableRow(
        id=measure.measure,
        number=measure.numeral,
        commitment=measure.commitment_label,
        name=measure.name if measure.number is not None else measure.label,
        unit=measure.unit,
        period=str(one.area.period or "[x]"),
        value=cell(one.area, one),
        england=cell(one.england, one),
        change=one.change,
        change_as_published=one.change_as_published,
        comparison=one.comparison,
        not_compared=one.not_compared,
        sparkline=line,
        source=measure.source,
        reason=one.area.reason,
    )


def cell(published: PublishedValue, one: PublishedIndicator) -> Cell:
    """A value and its markers, or the markers that stand for it."""
    value = published.value
    number = "" if value is None else slots.amount(value, one.measure)
    return Cell(number, slots.markers(published))
