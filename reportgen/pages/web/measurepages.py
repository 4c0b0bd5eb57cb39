"""One measure on a page of its own: what it is, how it stands, how it came about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportgen.evidence.disclosure import (
    Published,
    PublishedIndicator,
    PublishedTrend,
    PublishedValue,
)
from reportgen.formats import listed, long_date, sentence_case
from reportgen.pages import slots
from reportgen.pages.smallnumbers import small_numbers
from reportgen.pages.tables import Cell, cell
from reportgen.pages.web import addresses
from reportgen.pages.web.curves import Curve, curve
from reportgen.pages.web.histories import History, history
from reportgen.vocabulary import Change, Comparable, Comparison, Direction, Polarity

_POLARITY = {
    Polarity.HIGH: "High values are good",
    Polarity.LOW: "Low values are good",
    Polarity.NONE: "No judgement: neither high nor low values are called good",
}
_FEW = 8  # periods that are told one by one


@dataclass(frozen=True)
class Fact:
    """A line of a definition."""

    name: str
    text: str


@dataclass(frozen=True)
class Hidden:
    """Values that are not there, and why."""

    why: str
    where: str
    """Of which place: the area's name, or the benchmark's."""
    periods: tuple[str, ...]

    @property
    def told(self) -> str:
        """Its periods in a sentence; of many the first and the last."""
        if len(self.periods) <= _FEW:
            return listed(list(self.periods))
        first, last = self.periods[0], self.periods[-1]
        return f"{len(self.periods)} periods from {first} to {last}"


@dataclass(frozen=True)
class Appearance:
    """Where the report shows the measure."""

    name: str
    """`Table 2. Breaking drug supply chains`."""
    address: str


@dataclass(frozen=True)
class MeasurePage:
    """All that a page says of one measure."""

    id: str
    address: str
    number: str
    name: str
    short_name: str
    priority_area: str
    value: Cell
    unit: str
    period: str
    end: str
    """Last day of the period, as 2024-03-31: what pages are sorted by."""
    england: Cell
    england_period: str
    change: Change
    change_from: str
    """Whether the change is of values held, or the source's own direction."""
    comparison: Comparison
    direction: Direction | None
    compared: str
    """How it was compared, or why it was not."""
    trend: PublishedTrend
    trended: str
    """How the trend was found, or what is missing."""
    definition: tuple[Fact, ...]
    history: History
    curve: Curve | None
    hidden: tuple[Hidden, ...]
    appearances: tuple[Appearance, ...]

    @property
    def title(self) -> str:
        """`20. Deaths from drug use`: the number and the name that stands alone."""
        return f"{self.number}. {self.short_name}" if self.number else self.short_name


def measure_page(
    one: PublishedIndicator,
    published: Published,
    appearances: Mapping[str, Sequence[Appearance]],
) -> MeasurePage:
    """The page of one measure.

    Args:
        one: the measure as this audience may see it.
        published: names the places, and the measure that it is a part of.
        appearances: by measure, where the report shows it.
    """
    measure, england = one.measure, one.england
    same = str(england.period or "") in {"", str(one.area.period or "")}
    return MeasurePage(
        id=measure.measure,
        address=addresses.measure(measure.measure),
        number=measure.numeral,
        name=measure.name,
        short_name=measure.short_name,
        priority_area=measure.priority_area,
        value=_with_limits(one),
        unit=measure.unit,
        period=str(one.area.period or ""),
        end=one.area.period.end.isoformat() if one.area.period else "",
        england=cell(england, one),
        england_period="" if same else str(england.period),
        change=one.change,
        change_from=_change_from(one),
        comparison=one.comparison,
        direction=one.direction,
        compared=_compared(one, published),
        trend=one.trend,
        trended=_trended(one.trend),
        definition=tuple(fact for fact in _facts(one, published) if fact.text),
        history=history(one),
        curve=curve(one, published.area, published.benchmark),
        hidden=_hidden(one, published),
        appearances=tuple(appearances.get(measure.measure, ())),
    )


def _with_limits(one: PublishedIndicator) -> Cell:
    held = cell(one.area, one)
    return Cell(held.number, held.markers, slots.limits(one.area, one.measure))


# --- How it was found -----------------------------------------------------------------


def _change_from(one: PublishedIndicator) -> str:
    if not one.change.is_known:
        return ""
    if one.change_as_published:
        return "As the source published it; no earlier value is held."
    return "Since the value before; a change is not judged."


def _compared(one: PublishedIndicator, published: Published) -> str:
    """In what way the two were set against each other."""
    area, benchmark, known = published.area, published.benchmark, one.area.interval
    if one.comparison is Comparison.NOT_COMPARED:
        return sentence_case(one.not_compared or "there is nothing to compare with")
    if not one.comparison.is_tested or known is None:
        return "Not tested: whether chance explains the difference is not known."
    return (
        f"Tested: {benchmark}’s value was set against the 95% confidence interval of "
        f"{area}’s value. The interval is that of {_maker(known.method.value)}."
    )


def _maker(method: str) -> str:
    return {"exact Poisson": "the exact Poisson distribution"}.get(method, method)


def _trended(trend: PublishedTrend) -> str:
    """`A control chart, of the values since Apr 2022. …`."""
    if trend.method is None:
        return sentence_case(trend.why)
    since = f", of the values since {trend.since}" if trend.since else ""
    why = f" {sentence_case(trend.why).rstrip('.')}." if trend.why else ""
    return f"{sentence_case(trend.method.value)}{since}.{why}"


# --- What it is -----------------------------------------------------------------------


def _facts(one: PublishedIndicator, published: Published) -> list[Fact]:
    measure, sees_all = one.measure, published.rendition.sees_restricted
    comparable = measure.comparable is Comparable.YES
    rules = () if sees_all else small_numbers([one]).rules
    baseline = measure.baseline
    benchmark = published.benchmark
    with_benchmark = (
        f"{'May' if comparable else 'May not'} be compared with {benchmark}"
    )
    return [
        Fact("What is measured", measure.name),
        Fact("Priority", measure.priority_area),
        Fact("Commitment", measure.commitment),
        Fact("Unit", measure.unit),
        Fact("Kind of value", sentence_case(measure.value_type.value)),
        Fact("Measured from", baseline.spoken if baseline else ""),
        Fact("Which way is good", _POLARITY[measure.polarity]),
        Fact("Comparison", with_benchmark),
        Fact("Periods", _periods(one)),
        Fact("Part of", _whole(one, published)),
        Fact("Source", measure.source),
        Fact("Reference", one.area.source_ref),
        Fact("Latest value received", _day(one.area)),
        Fact("Small counts", rules[0].text if rules else ""),
        Fact("Asked for it", measure.owner),
        Fact("Note", measure.notes),
    ]


def _periods(one: PublishedIndicator) -> str:
    """`Financial year; a new value every 12 months`."""
    kind, every = one.measure.period_type, one.measure.update_every
    named = sentence_case(kind.value) if kind else ""
    months = {1: "month", 12: "year", 3: "quarter"}
    if every is None:
        return named
    step = months.get(int(every), f"{every:f} months")
    return f"{named}; a new value every {step}" if named else f"Every {step}"


def _whole(one: PublishedIndicator, published: Published) -> str:
    whole = published.get(one.measure.part_of)
    return whole.measure.short_name if whole else ""


def _day(value: PublishedValue) -> str:
    return long_date(value.received) if value.received else ""


# --- What is not there ----------------------------------------------------------------


def _hidden(one: PublishedIndicator, published: Published) -> tuple[Hidden, ...]:
    """Periods without a value, by place and reason, in the order of the series."""
    found: dict[tuple[str, str], list[str]] = {}
    places = (
        (published.area, [*one.history, one.area]),
        (published.benchmark, [*one.england_history, one.england]),
    )
    for where, values in places:
        for value in values:
            if value.value is None and value.reason:
                told = found.setdefault((where, value.reason), [])
                told.append(str(value.period or "no period"))
    return tuple(
        Hidden(sentence_case(why), where, tuple(dict.fromkeys(told)))
        for (where, why), told in found.items()
    )
