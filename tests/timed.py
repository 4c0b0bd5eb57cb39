"""Series made by hand, for tests of figures over time; and the hardest of them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import cycle, islice
from typing import Any

from invented import outline, over_time, published, value

from reportgen.evidence.disclosure import PublishedIndicator, PublishedValue
from reportgen.evidence.outline import FigureKind
from reportgen.pages import overtime
from reportgen.periods import PeriodType, parse
from reportgen.vocabulary import Marker

TREND, PANELS = FigureKind.TREND, FigureKind.SMALL_MULTIPLES
PARTS = FigureKind.PARTS
RESTRICTED = "restricted: shown to partners only"
LONG_AREA = "A place with a name that nobody would ever print on a page like this one"
_SIGNS = {"[c]": Marker.CONFIDENTIAL, "[x]": Marker.NOT_AVAILABLE}
_SIGNS |= {mark.printed: mark for mark in Marker}
Series = Sequence[PublishedValue]


def years(first: int, number: int) -> list[str]:
    """`2015/16` and so on."""
    return [f"{year}/{(year + 1) % 100:02}" for year in range(first, first + number)]


def threes(first: int, number: int) -> list[str]:
    """`2012 to 2014` and so on."""
    return [f"{year} to {year + 2}" for year in range(first, first + number)]


def months(first: str, number: int) -> list[str]:
    """`Jul 2019` and so on."""
    year, month = parse(first).start.year, parse(first).start.month - 1
    names = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    counted = range(month, month + number)
    return [f"{names[one % 12]} {year + one // 12}" for one in counted]


def twelves(first: str, number: int) -> list[str]:
    """`12 months to Jul 2019` and so on."""
    return [f"12 months to {month}" for month in months(first, number)]


def series(
    periods: Sequence[str], *texts: str, spread: float | None = None
) -> list[PublishedValue]:
    """`4.8`, `4.8 [p] [b]`, `[c]` for each period; an interval about each value.

    Args:
        periods: as many as there are texts.
        texts: values with their markers; a text without a digit has no value.
        spread: from the value to the limits of its interval.
    """
    return [
        _value(period, text, spread)
        for period, text in zip(periods, texts, strict=True)
    ]


def _value(period: str, text: str, spread: float | None) -> PublishedValue:
    words = text.split()
    marks = [_SIGNS[word] for word in words if word in _SIGNS]
    number = next((word for word in words if word not in _SIGNS), None)
    if number is None:
        why = RESTRICTED if Marker.CONFIDENTIAL in marks else "Not collected"
        return value(None, *marks, period=period, reason=why)
    at = float(number)
    limits = None if spread is None else (at - spread, at + spread)
    return value(number, *marks, period=period, interval=limits)


def made(
    kind: FigureKind, *ones: PublishedIndicator, area: str = "Testshire", **fields: Any
) -> overtime.OverTime:
    """The figure of these measures, as `plan` makes it."""
    held = published(*ones, area=area)
    plain = {"topic": "Deaths", "plural": True, "unit": "deaths per 100,000 people"}
    return overtime.over_time(outline(kind, held, **{**plain, **fields}), held)


def counted(name: str, area: Series, **fields: Any) -> PublishedIndicator:
    """A count that is not compared with England."""
    plain = {"value_type": "count", "decimals": "0", "comparable": "no"}
    return over_time(name, area, **{**plain, **fields})


def _wave(periods: Sequence[str], *values: str, **more: Any) -> list[PublishedValue]:
    """The values again and again, for each period."""
    return series(periods, *islice(cycle(values), len(periods)), **more)


def _parts(count: int, periods: Sequence[str], *first: str) -> list[PublishedIndicator]:
    """Counts, the first as given, each smaller than the one before."""
    return [
        counted(
            f"p{number}",
            _wave(periods, *first)
            if number == 0
            else _wave(periods, *(str(900 - 200 * number + n) for n in range(5))),
            label=f"Part {number} of a whole with a rather long name",
        )
        for number in range(count)
    ]


def _plain_trends() -> dict[str, tuple[str, PublishedIndicator]]:
    fall = series(threes(2012, 5), "6.1", "6.4", "6.9", "5.2", "4.8", spread=0.9)
    rise = series(threes(2012, 5), "3.9", "4.1", "4.5", "5.0", "5.2")
    rate = {"value_type": "rate", "period_type": "rolling years"}
    wild = "5.2 9.1 3.3 7.7 1.2 8.8 2.0 6.0 0.4 9.9 5.0".split()
    wild[3], wild[7] = "7.7 [u]", "6.0 [e]"
    month = months("Jul 2019", 60)
    return {
        "plain": ("Testshire", over_time("a", fall, rise, **rate)),
        "sixty": ("Testshire", over_time("a", _wave(month, *wild, spread=1.0))),
        "sixty, England": (
            "Testshire",
            over_time("a", _wave(month, *wild), _wave(month, "5.0", "5.1", "5.2")),
        ),
        "long name": (LONG_AREA, over_time("a", fall, rise, **rate)),
        "twelves": (
            "Testshire",
            over_time(
                "a",
                _wave(twelves("Jul 2019", 30), "5", "6 [p] [u]"),
                series(twelves("Jul 2019", 2), "5", "6"),
            ),
        ),
    }


def _odd_trends() -> dict[str, tuple[str, PublishedIndicator]]:
    six, nine = years(2015, 6), years(2015, 9)
    gaps = "52.1 50.3 [c] 49.0 [x] 44.2 [z] 42.0 47.0".split()
    found = {
        "one": over_time(
            "a", series(six[:1], "47.0", spread=3), series(six[:1], "52.0")
        ),
        "one alone": over_time("a", series(six[:1], "0")),
        "two": over_time("a", series(six[:2], "47.0", "52.0")),
        "equal": over_time("a", _wave(six, "30.0"), _wave(six, "30.0")),
        "zero": counted("a", _wave(six, "0")),
        "million": over_time("a", _wave(six, "1000000", "999999.5"), value_type="mean"),
        "tiny": over_time("a", _wave(six, "0.003", "0.001"), decimals="3"),
        "negative": over_time(
            "a",
            _wave(six, "-5.2", "8", "-11.4"),
            _wave(six, "1"),
            value_type="percentage change",
        ),
        "tight": over_time("a", _wave(six, "95.2", "97.3", "96.0", spread=0.8)),
        "gaps": over_time("a", series(nine, *gaps), _wave(nine, "50.0")),
        "breaks": over_time("a", _wave(nine, "20 [b]", "22 [b]"), _wave(nine, "21")),
        "break and gap": over_time(
            "a", series(six, "5 [u]", "[c]", "6", "7 [b]", "[c]", "5 [p]", spread=1)
        ),
        "withheld end": over_time(
            "a", series(six[:3], "5.1", "5.5", "[c]"), _wave(six, "4.0", "4.9")
        ),
        "England before": over_time(
            "a", series(six[4:], "5.1", "5.5"), _wave(years(2009, 3), "4.0")
        ),
        "unlike": over_time(
            "a", [*_wave(six[:3], "20"), *_wave(months("Apr 2018", 9), "2", "3")]
        ),
        "doubts": over_time(
            "a",
            _wave(nine, "5.1 [p]", "5.0 [e]", "5.2 [u]", spread=0.1),
            _wave(nine, "5.1", "5.0", "5.2"),
        ),
    }
    return {name: ("Testshire", one) for name, one in found.items()}


def trends() -> Mapping[str, tuple[str, PublishedIndicator]]:
    """Name of the area and its measure, from the plainest to the oddest."""
    return {**_plain_trends(), **_odd_trends()}


def grids() -> Mapping[str, list[PublishedIndicator]]:
    """Measures of small multiples."""
    odd = [one for _, one in trends().values()]
    names = [f"A measure with a rather long name that needs lines {n}" for n in "abc"]
    labelled = [_renamed(one, n, names) for n, one in enumerate(odd)]
    return {
        "two": labelled[:2],
        "four": labelled[4:8],
        "twelve": labelled[5:17],
        "five": [*labelled[15:19], _renamed(_empty(), 20, names)],
    }


def _renamed(
    one: PublishedIndicator, number: int, names: Sequence[str]
) -> PublishedIndicator:
    """Under an id and a label of its own."""
    label = names[number % 3] if number % 2 else f"M{number}"
    measure = one.measure.model_copy(
        update={
            "measure": f"m{number}",
            "label": label,
            "period_type": PeriodType.MONTH,
        }
    )
    return replace(one, measure=measure)


def _empty() -> PublishedIndicator:
    return over_time("empty", series(years(2020, 1), "[c]"))


def stacks() -> Mapping[str, list[PublishedIndicator]]:
    """Measures that make a whole."""
    return {
        "four": _parts(4, years(2015, 9), "700"),
        "twenty": _parts(2, years(2001, 20), "700"),
        "millions": _parts(3, years(2015, 12), "7000000", "6999999"),
        "hole": _parts(3, years(2015, 6), "700", "710", "[c]", "705", "715", "[x]"),
        "broken": _parts(2, years(2015, 6), "700", "710 [b]"),
        "doubts": _parts(4, years(2015, 6), "700 [p]", "710 [u]", "705"),
        "small": _parts(3, years(2015, 3), "1000000", "1000001"),
        "zeros": [counted(n, _wave(years(2015, 3), "0")) for n in "ab"],
        "months": _parts(4, twelves("Jul 2022", 12), "700"),
        "one": _parts(4, years(2015, 1), "700 [u]"),
        "one of nothing": [counted(n, _wave(years(2015, 1), "0")) for n in "ab"],
    }
