"""The texts that people wrote into data files, and where each of them stands."""

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.errors import Place
from reportgen.evidence.assembly import Assembly
from reportgen.evidence.cycle import Partnership
from reportgen.evidence.disclosure import Published, PublishedIndicator
from reportgen.evidence.measures import FILE as MEASURES
from reportgen.formats import long_date
from reportgen.vocabulary import Marker

_DEFINED = (
    *("name", "short_name", "label", "unit", "source"),
    *("commitment", "commitment_label", "notes", "owner"),
)
"""Columns of `measures.csv` whose words are printed."""


@dataclass(frozen=True)
class Written:
    """A text of a data file."""

    text: str
    what: str
    """What it is: `unit of Deaths from drug use`, `title of a heading`."""
    place: Place
    measure: str = ""
    """Whose it is, where it is a measure's."""
    opening: bool = False
    """Whether only the first page and the head and foot of pages print it."""


def written(assembly: Assembly, published: Published) -> tuple[Written, ...]:
    """All texts of the data files that a report may print, for one audience."""
    found = [
        *_of_cycle(assembly),
        *_of_partnership(assembly.partnership),
        *_of_outline(assembly),
    ]
    for one in published.values():
        found += _of_measure(one)
        found += _of_rows(one)
    return tuple(each for each in found if each.text)


def _of_cycle(assembly: Assembly) -> Iterator[Written]:
    cycle, report = assembly.cycle, assembly.report
    file = f"data/{cycle.cycle}/cycle.toml"
    key = f"report.{cycle.report.index(report) + 1}"
    for name in ("title", "occasion", "short_title"):
        place = Place(file, column=f"{key}.{name}")
        what = f"{name.replace('_', ' ')} of the report"
        yield Written(getattr(report, name), what, place, opening=True)
    place = Place(file, column="cut_off")
    what = "cut-off: what was received later is not in the report"
    yield Written(long_date(cycle.cut_off), what, place, opening=True)
    place = Place(file, column=f"{key}.signed_as_published")
    yield Written(report.signed_as_published, "sign-off as published", place)
    place = Place(file, column="cut_off")
    signed = f"Sign-off as published in {cycle.cut_off.year}"
    yield Written(signed, "year of the cut-off", place)
    for number, line in enumerate(report.sign_off, 1):
        place = Place(file, column=f"{key}.sign_off.{number}")
        yield Written(line.role, "role of a signatory", place)
        yield Written(line.holder, "holder of a role", place)


def _of_partnership(one: Partnership) -> Iterator[Written]:
    file = "data/partnership.toml"
    for name in ("name", "contact", "abbreviation"):
        yield Written(
            getattr(one, name), f"{name} of the partnership", Place(file, column=name)
        )
    for number, role in enumerate(one.role, 1):
        for name in ("holder", "organisation", "role"):
            place = Place(file, column=f"role.{number}.{name}")
            yield Written(getattr(role, name), f"{name} in a role", place)


def _of_outline(assembly: Assembly) -> Iterator[Written]:
    outline, partnership = assembly.outline, assembly.partnership
    file = f"data/outlines/{assembly.report.outline}.toml"
    for number, heading in enumerate(outline.heading, 1):
        place = Place(file, column=f"heading.{number}.title")
        yield Written(partnership.filled(heading.title), "title of a heading", place)
    for number, table in enumerate(outline.table, 1):
        place = Place(file, column=f"table.{number}.caption")
        yield Written(table.caption, "caption of a table", place)
    for number, figure in enumerate(outline.figure, 1):
        key, about = f"figure.{number}", "of a figure"
        for name in ("topic", "subjects", "unit"):
            text = getattr(figure, name).format(
                short_name=partnership.area.name, benchmark=partnership.benchmark.name
            )
            yield Written(text, f"{name} {about}", Place(file, column=f"{key}.{name}"))


def _of_measure(one: PublishedIndicator) -> Iterator[Written]:
    measure = one.measure
    for column in _DEFINED:
        place = Place(MEASURES, row=measure.place.row, column=column)
        what = f"{column.replace('_', ' ')} of {measure.short_name}"
        yield Written(getattr(measure, column), what, place, measure.measure)


def _of_rows(one: PublishedIndicator) -> Iterator[Written]:
    """What rows say in words; one that is withheld has no words of its own."""
    series = (one.area, one.england, *one.history, *one.england_history)
    for value in series:
        for column in ("reason", "expected"):
            if value.place is not None and Marker.CONFIDENTIAL not in value.markers:
                place = Place(value.place.file, row=value.place.row, column=column)
                what = f"{column} of {one.measure.short_name}, {value.period}"
                yield Written(getattr(value, column), what, place, one.measure.measure)
