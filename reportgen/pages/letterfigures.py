"""Key figures for letters, read back from the `published.csv` of a public edition.

What a letter says is then what was released, to the last digit, whatever the store
holds by now; and nothing that is not in the public edition can come into a letter.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal

from reportgen.evidence.measures import Measure, Measures
from reportgen.pages import slots
from reportgen.pages.opening import Beside, KeyFigure, context_words, unit_words
from reportgen.vocabulary import Change, Comparison, Direction, Marker

MOST = 6
"""Key figures that a letter tells."""
_MARKERS = {each.printed: each for each in Marker}

_Row = Mapping[str, str]


def published_figures(
    data: bytes, measures: Measures, wanted: Sequence[str]
) -> tuple[KeyFigure, ...]:
    """Those of the wanted measures that hold a value, in the order wanted.

    Args:
        data: `published.csv` of the public rendition.
        measures: for how values are printed.
        wanted: ids, as `key_figures` of the report names them.

    Raises:
        ValueError, LookupError, ArithmeticError: it is no such file.
    """
    latest: dict[str, list[_Row]] = {}
    for row in csv.DictReader(io.StringIO(data.decode("utf-8"))):
        if row["latest"] == "yes":
            latest.setdefault(row["measure"], []).append(row)
    found = [
        _figure(measures[name], *latest[name][:2])
        for name in wanted
        if name in measures and name in latest and latest[name][0]["value"]
    ]
    return tuple(found[:MOST])


def _figure(measure: Measure, area: _Row, benchmark: _Row) -> KeyFigure:
    beside = Beside(
        markers=tuple(_MARKERS[each] for each in area["markers"].split()),
        reason="",
        comparison=Comparison(area["comparison"]),
        direction=Direction(area["direction"]) if area["direction"] else None,
        benchmark=_printed(benchmark, measure),
        change=Change(area["change"]),
    )
    return KeyFigure(
        value=_printed(area, measure),
        markers=area["markers"],
        name=measure.short_name,
        unit=unit_words(measure),
        context=context_words(beside, area["place"], benchmark["place"]),
        period=area["period"],
        measure=measure.measure,
    )


def _printed(row: _Row, measure: Measure) -> str:
    value = row["value"]
    return slots.in_figures(Decimal(value), measure) if value else row["markers"]
