"""The store: what is read without complaint, and what was known on a day."""

import random
from collections.abc import Callable
from datetime import date

import pytest
from conftest import Scratch
from hypothesis import given
from hypothesis import strategies as st
from observed import observation
from test_observations import FILE, put, read, table

from reportgen.errors import Place, Slug
from reportgen.evidence.observations import Observation, Observations
from reportgen.periods import Period, parse
from reportgen.vocabulary import Marker, Status

Southampton = Callable[[str], Scratch]
PERIODS = [None, *map(parse, ("2021/22 Q4", "2022 Q1", "2022/23", "Oct 23", "2022"))]
DAYS = [date(2024, month, 1) for month in range(1, 7)]


def bom(scratch: Scratch) -> None:
    """As a spreadsheet saves "CSV UTF-8"."""
    path = scratch.folder / FILE
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())


def windows(scratch: Scratch) -> None:
    """Lines that end as on Windows."""
    put(scratch, table(scratch), "\r\n")


def reordered(scratch: Scratch) -> None:
    """Columns in another order."""
    columns = range(len(table(scratch)[0]))
    order = random.Random(0).sample(columns, len(columns))  # noqa: S311 (no secret)
    put(scratch, [[row[index] for index in order] for row in table(scratch)])


def blank_lines(scratch: Scratch) -> None:
    """Rows without a cell, or with nothing but empty ones, at the end."""
    scratch.append(FILE, "\n\n,,,\n" + "," * 14 + "\n\n")


def spaces(scratch: Scratch) -> None:
    """Spaces around every cell, those that do not break among them."""
    put(scratch, [[f" {cell}\u00a0 " for cell in row] for row in table(scratch)])


def quoted(scratch: Scratch) -> None:
    """Quotation marks around every cell."""
    rows = [",".join(f'"{cell}"' for cell in row) for row in table(scratch)]
    scratch.write(FILE, "\n".join(rows))


@pytest.mark.parametrize(
    "change", [bom, windows, reordered, blank_lines, spaces, quoted]
)
def test_what_does_no_harm_is_read(
    southampton: Southampton, change: Callable[[Scratch], None]
) -> None:
    """What a spreadsheet does to a file without changing its words is taken."""
    scratch = southampton("2024-05")
    before = read(scratch)
    change(scratch)

    assert before == read(scratch)


def test_blank_rows_between_keep_the_numbers(southampton: Southampton) -> None:
    """A fault below a blank row is told by the number that a spreadsheet shows."""
    scratch = southampton("2024-05")
    header, *rows = table(scratch)
    put(scratch, [header, [""] * 15, *rows])

    assert [row.place.row or 0 for row in read(scratch)] == list(range(3, 99))


def test_values_are_kept_as_printed(southampton: Southampton) -> None:
    """A value keeps the decimals of its source."""
    first = read(southampton("2024-05"))[0]

    assert ("m1", "60.0", Place(FILE, row=2)) == (
        first.measure,
        str(first.value),
        first.place,
    )


def row(number: int, **given: object) -> Observation:
    """An observation that has its number for a value."""
    return observation(number, str(number), **given)


@pytest.mark.parametrize(
    ("cut_off", "value"), [(DAYS[0], None), (DAYS[1], 0), (DAYS[3], 1), (DAYS[5], 2)]
)
def test_the_last_revision_by_the_cut_off_wins(
    cut_off: date, value: int | None
) -> None:
    """A revision counts from the day on which it was received, wherever it stands."""
    rows = [
        row(2, received=DAYS[4]),
        row(0, received=DAYS[1]),
        row(1, received=DAYS[2]),
    ]
    known = Observations(tuple(rows)).as_at(cut_off).rows

    assert [value] * (value is not None) == [one.value for one in known]


def test_a_revision_may_number_the_quarter_otherwise() -> None:
    """2022 Q1 revises 2021/22 Q4: they are the same days."""
    rows = (
        row(0, period=parse("2021/22 Q4")),
        row(1, period=parse("2022 Q1"), received=DAYS[1]),
    )

    assert [rows[1]] == list(Observations(rows).as_at(DAYS[5]).rows)


def test_markers_come_from_marker_and_status() -> None:
    """Each marker is printed once, the row's own first."""
    both = row(0, status=Status.UNVERIFIED, marker=Marker.PROVISIONAL)
    once = row(0, status=Status.PROVISIONAL, marker=Marker.PROVISIONAL)

    assert (Marker.PROVISIONAL, Marker.UNVERIFIED) == both.markers
    assert (Marker.PROVISIONAL,) == once.markers
    assert () == row(0).markers


def test_testshire_ignores_what_came_later(testshire: Scratch) -> None:
    """The fictional revision of March 2025 is unknown to the pack of January."""
    told = "\n".join(testshire.told())

    assert "99.9" not in told


Key = tuple[str, str, Period | None, date]


def _days(key: Key) -> tuple[object, ...]:
    measure, area, period, received = key
    return measure, area, period.days if period else None, received


@st.composite
def histories(draw: st.DrawFn) -> tuple[Observation, ...]:
    """Rows of any measure, area, period and day, each of them once."""
    keys = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["m1", "m2"]),
                st.sampled_from(["E06000045", "E92000001"]),
                st.sampled_from(PERIODS),
                st.sampled_from(DAYS),
            ),
            max_size=25,
            unique_by=_days,
        )
    )
    return tuple(
        row(number, measure=measure, area=area, period=period, received=received)
        for number, (measure, area, period, received) in enumerate(keys)
    )


def model(rows: tuple[Observation, ...], cut_off: date) -> list[Observation]:
    """The same store in plain Python."""
    last: dict[tuple[object, ...], Observation] = {}
    for one in sorted(rows, key=lambda one: one.received):
        if one.received <= cut_off:
            days = one.period.days if one.period else None
            last[one.measure, one.area, days] = one
    none = (date.min, date.min)
    return sorted(
        last.values(),
        key=lambda one: (
            one.measure,
            one.area,
            (one.period.end, one.period.start) if one.period else none,
        ),
    )


@given(histories(), st.sampled_from(DAYS))
def test_as_at_is_what_plain_python_says(
    rows: tuple[Observation, ...], cut_off: date
) -> None:
    """The store knows exactly the last row of each value by the cut-off."""
    known = Observations(rows).as_at(cut_off)

    assert model(rows, cut_off) == list(known.rows)
    assert known == known.as_at(cut_off)


@given(histories(), st.sampled_from(DAYS))
def test_rows_added_later_change_nothing_before(
    rows: tuple[Observation, ...], cut_off: date
) -> None:
    """What was known on a day stays so, whatever is received after it."""
    then = tuple(one for one in rows if one.received <= cut_off)

    assert Observations(then).as_at(cut_off) == Observations(rows).as_at(cut_off)


@pytest.mark.parametrize(
    ("count", "denominator", "fits"),
    [
        ("47", "100", True),
        ("470", "1000", True),
        ("235", "500", True),
        ("240", "510", True),  # both may be rounded to five
        ("47", "1000", False),
        ("0", "100", False),
        ("", "100", True),
        ("47", "", True),
    ],
)
def test_a_share_is_its_count_over_its_denominator(
    southampton: Southampton, count: str, denominator: str, fits: bool
) -> None:
    """As far as it is printed; else its interval would be another value's."""
    scratch = southampton("2024-05")
    cells = table(scratch)
    header = cells[0]
    row = next(r for r in cells if r[header.index("measure")] == "m12")
    row[header.index("value")] = "47.0"
    row[header.index("count")] = count
    row[header.index("denominator")] = denominator
    put(scratch, cells)

    slugs = [fault.slug for fault in scratch.faults()]
    assert (Slug.VALUE_UNLIKE_COUNT not in slugs) is fits
