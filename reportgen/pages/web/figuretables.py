"""What a figure draws, as a table: the same published values, in the same order."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from reportgen.evidence.disclosure import Published, PublishedIndicator
from reportgen.evidence.outline import FigureKind, FigureOutline
from reportgen.pages import slots
from reportgen.pages.lines import lines
from reportgen.pages.overtime import TIME_KINDS
from reportgen.pages.points import Point, absent_because
from reportgen.pages.rankings import shown
from reportgen.pages.web.histories import History, HistoryRow, history
from reportgen.pages.wholes import Hole, Whole, whole
from reportgen.vocabulary import Comparable


@dataclass(frozen=True)
class Column:
    """A heading, and whose values stand below it."""

    name: str
    place: str = ""
    """Name of the area or of the benchmark; empty for words, and for what was worked
    out of values."""


@dataclass(frozen=True)
class FigureRow:
    """One row: what it is about, then a text for each other column."""

    name: str
    measure: str
    """Id of the measure that it is about; empty where it is about several."""
    cells: tuple[str, ...]
    period: str = ""
    """Of its values, where it is about one measure."""


@dataclass(frozen=True)
class FigureTable:
    """The data behind a figure."""

    columns: tuple[Column, ...]
    """The first is that of the row's name."""
    rows: tuple[FigureRow, ...]


def figure_table(outline: FigureOutline, published: Published) -> FigureTable:
    """The table of one figure."""
    if outline.kind is FigureKind.PARTS:
        made = _of_parts(whole(lines(outline.measures, published), published))
    elif outline.kind in TIME_KINDS:
        made = _over_time(outline, published)
    else:
        made = _of_points(outline, published)
    return _without_empty(made)


def _without_empty(table: FigureTable) -> FigureTable:
    """The table without columns in which nothing stands; a name and a value stay."""
    kept = [
        place
        for place in range(len(table.columns) - 1)
        if any(row.cells[place] for row in table.rows)
    ]
    return FigureTable(
        (table.columns[0], *(table.columns[place + 1] for place in kept)),
        tuple(
            replace(row, cells=tuple(row.cells[place] or "–" for place in kept))
            for row in table.rows
        ),
    )


# --- One row for each measure ---------------------------------------------------------


def _of_points(outline: FigureOutline, published: Published) -> FigureTable:
    found = shown(outline, published)
    of_change = outline.kind is FigureKind.CHANGE_SINCE
    moved = f"Change since {outline.baseline}" if of_change else ""
    rows = [_of_point(point, outline) for point in found.points]
    rows += [_absent(one, outline) for one in found.absent]
    area, benchmark = published.area, published.benchmark
    columns = (
        *(Column("Measure"), Column("Period"), Column(area, area)),
        *(Column("95% confidence interval", area), Column(benchmark, benchmark)),
        Column(f"{area} where {benchmark} is 100"),
        *(Column(moved), Column(f"{moved}, {benchmark}")),
        *(Column(f"Against {benchmark}"), Column("Why it is not drawn")),
    )
    return FigureTable(columns, tuple(rows))


def _of_point(point: Point, outline: FigureOutline) -> FigureRow:
    one = point.indicator
    relative = outline.kind is FigureKind.RELATIVE_TO_ENGLAND
    compared = one.not_compared == "" and one.measure.comparable is Comparable.YES
    moved, theirs = point.movement, point.england_movement
    cells = (
        str(one.area.period or ""),
        slots.with_unit(one.area, one.measure),
        slots.limits(one.area, one.measure),
        slots.with_unit(one.england, one.measure) if point.england_printed else "",
        point.printed if relative else "",
        moved.printed if moved else "",
        theirs.printed if theirs else "",
        one.comparison.value if compared else "",
        "",
    )
    return FigureRow(one.measure.short_name, one.measure.measure, cells, cells[0])


def _absent(one: PublishedIndicator, outline: FigureOutline) -> FigureRow:
    why = absent_because(outline, one)
    value = slots.with_unit(one.area, one.measure)
    period = str(one.area.period or "")
    cells = (period, value, *[""] * 6, why)
    return FigureRow(one.measure.short_name, one.measure.measure, cells, period)


# --- One row for each period ----------------------------------------------------------


def _over_time(outline: FigureOutline, published: Published) -> FigureTable:
    ones = [published[measure] for measure in outline.measures]
    many = len(ones) > 1
    rows = tuple(row for one in ones for row in _of_series(one, many=many))
    area, benchmark = published.area, published.benchmark
    columns = (
        Column("Measure and period" if many else "Period"),
        *(Column(area, area), Column("95% confidence interval", area)),
        *(Column(benchmark, benchmark), Column("Notes")),
    )
    return FigureTable(columns, rows)


def _of_series(one: PublishedIndicator, *, many: bool) -> Iterator[FigureRow]:
    """From the first value on: nothing is drawn before it."""
    name = f"{one.measure.label}, " if many else ""
    beside = one.measure.comparable is Comparable.YES
    for row in _drawn(history(one)):
        cells = (
            f"{row.area.number} {row.area.markers}".strip(),
            row.limits,
            f"{row.england.number} {row.england.markers}".strip() if beside else "",
            row.notes,
        )
        name_of = f"{name}{row.period}"
        yield FigureRow(name_of, one.measure.measure, cells, row.period)


def _drawn(held: History) -> list[HistoryRow]:
    values = [place for place, row in enumerate(held.rows) if row.area.number]
    return list(held.rows[values[0] :]) if values else []


def _of_parts(held: Whole) -> FigureTable:
    """Each period with its parts and their sum; one that lacks a part says which."""
    names = [Column(line.measure.label) for line in held.lines]
    rows = [
        FigureRow(
            str(bar.period),
            "",
            (*(part.printed for part in bar.parts), bar.total.printed, ""),
        )
        for bar in held.bars
    ]
    rows += [_of_hole(hole, len(names)) for hole in held.holes]
    columns = (Column("Period"), *names, Column("Total"), Column("Not drawn"))
    return FigureTable(columns, tuple(rows))


def _of_hole(hole: Hole, parts: int) -> FigureRow:
    lacking = "; ".join(
        f"{label}: {gap.reason or gap.marker.meaning}" for label, gap in hole.lacking
    )
    return FigureRow(str(hole.period), "", (*[""] * (parts + 1), lacking))
